"""Who changed accounts, roles, rules and places: a trigger notes it, also when SQL did it. Nothing sealed lies in it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils.formats import date_format
from pghistory.models import Context

from helpers.models import CareService
from piano.kit import clock
from piano.kit.audit import audited, without_copies
from piano.kit.checks import every_field_has_a_retention_rule
from piano.kit.fields import EncryptedTextField
from piano.kit.retention import Period, Purpose
from quarters.models import Category, OrganisationKind, Role, RoleKind, User
from tests.conftest import Cast
from tests.factories import make_district, make_organisation, make_user
from volunteers.models import Interest

pytestmark = pytest.mark.django_db
AUDITED = {
    "User", "Role", "Organisation", "District", "Quarter", "MeetingPoint", "Building", "Category",
    "CareService", "CareServiceDistrict", "Scope", "Price", "OfficeHours", "OfficeDay",
    "Tenure", "RouteStop", "PointPhoto", "Programme",
    "Duty", "ShiftPattern", "Policy", "Qualification", "Weights", "WritingHours",
    "Requirement", "Module", "PathRule", "LevelRule", "AccountRule", "DatedValue",
}  # fmt: skip


def event_models() -> list[Any]:
    return [model for model in apps.get_models() if getattr(model, "pgh_tracked_model", None)]


def labels(row: Any) -> list[str]:
    return list(row.events.order_by("pgh_id").values_list("pgh_label", flat=True))


@pytest.fixture
def clerk(db: None) -> User:
    user = make_user(given_name="Rolf", family_name="Amtmann", is_staff=True)
    landlord = make_organisation(OrganisationKind.LANDLORD)
    Role.objects.create(user=user, kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from=dt.date(2025, 1, 1))
    return user


def account_form(user: User, role: Role, **fields: Any) -> dict[str, Any]:
    """The panel's page of an account with one role, as it is sent."""
    form = {name: getattr(user, name) for name in ("given_name", "family_name", "email", "phone")}
    inline = {
        "TOTAL_FORMS": 1,
        "INITIAL_FORMS": 1,
        "0-id": role.pk,
        "0-user": user.pk,
        "0-kind": role.kind,
        "0-district": role.district_id or "",
        "0-organisation": role.organisation_id or "",
        "0-valid_from": "2025-01-01",
        "0-valid_until": "",
    }
    return {**form, "is_active": "on", **{f"roles-{name}": value for name, value in inline.items()}, **fields}


def test_what_is_audited() -> None:
    assert {model.pgh_tracked_model.__name__ for model in event_models()} == AUDITED


def test_a_role_changed_in_the_panel_names_who_did_it(client: Client, clerk: User, cast: Cast) -> None:
    client.force_login(clerk)
    role = cast.helper.roles.get()
    page = f"/verwaltung/quarters/user/{cast.helper.pk}/change/"
    answer = client.post(page, account_form(cast.helper, role, **{"roles-0-valid_until": "2026-01-31"}))
    assert answer.status_code == 302
    event = role.events.latest("pgh_id")
    assert (event.pgh_label, event.valid_until) == ("update", dt.date(2026, 1, 31))
    assert event.pgh_context.metadata == {
        "user": clerk.pk,
        "url": "verwaltung/quarters/user/<path:object_id>/change/",
    }


def test_a_look_leaves_nothing(client: Client, clerk: User, cast: Cast) -> None:
    client.force_login(clerk)
    before = Context.objects.count()
    client.get("/verwaltung/quarters/user/")
    assert Context.objects.count() == before


def test_sql_by_hand_leaves_its_row_too(cast: Cast) -> None:
    role = cast.helper.roles.get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE quarters_role SET valid_until = '2026-03-01'")
        cursor.execute("DELETE FROM quarters_role")
    event_model = role.events.model
    events = event_model.objects.filter(pgh_obj_id=role.pk).order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update", "delete"]
    assert [event.pgh_context for event in events] == [None] * 3
    assert [event.valid_until for event in events] == [None, dt.date(2026, 3, 1), dt.date(2026, 3, 1)]


def test_a_bulk_update_leaves_one_each(cast: Cast) -> None:
    Category.objects.update(is_offered=False)
    assert [labels(category) for category in Category.objects.all()] == [["insert", "update"]]


def test_an_update_that_changes_nothing_leaves_nothing(cast: Cast) -> None:
    Category.objects.update(is_offered=True)
    assert labels(cast.shop) == ["insert"]


def test_rights_are_noted_and_signing_in_is_not(cast: Cast) -> None:
    User.objects.filter(pk=cast.helper.pk).update(last_login=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), language="tr")
    User.objects.filter(pk=cast.helper.pk).update(is_superuser=True)
    assert labels(cast.helper) == ["insert", "update"]


def test_another_address_is_noted_without_the_address(cast: Cast) -> None:
    User.objects.filter(pk=cast.helper.pk).update(email="neu@example.org")
    assert labels(cast.helper) == ["insert", "email"]


def test_accounts_are_noted_without_anything_about_the_person() -> None:
    event = User.events.rel.related_model
    names = {field.name for field in event._meta.fields if not field.name.startswith("pgh_")}
    assert names == {"reference", "is_active", "is_staff", "is_superuser", "is_demo"}


def test_nothing_sealed_lies_in_an_event_table() -> None:
    for model in event_models():
        sealed = [field.name for field in model._meta.fields if isinstance(field, EncryptedTextField)]
        assert sealed == [], model


def test_a_sealed_field_cannot_be_audited() -> None:
    with pytest.raises(ImproperlyConfigured, match="words"):
        audited()(Interest)


def test_a_house_that_comes_with_an_address_is_not_noted(cast: Cast) -> None:
    """Who typed which address would stand there for three years."""
    building = cast.tenant.building
    assert building is not None
    assert labels(building) == []
    building.has_lift = True
    building.save()
    assert labels(building) == ["update"]


def test_which_districts_a_care_service_covers_is_noted(cast: Cast) -> None:
    service = CareService.objects.create(organisation=make_organisation(), phone="+49561555000")
    service.districts.add(cast.district)
    service.districts.clear()
    event = apps.get_model("helpers", "CareServiceDistrictEvent")
    assert [row.pgh_label for row in event.objects.order_by("pgh_id")] == ["insert", "delete"]


def test_the_trail_only_grows(cast: Cast) -> None:
    for change in (lambda rows: rows.update(kind="x"), lambda rows: rows.delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change(cast.helper.roles.get().events.all())


def test_erasing_by_rule_leaves_no_copy(cast: Cast) -> None:
    role = cast.helper.roles.get()
    events = role.events.model.objects.filter(pgh_obj_id=role.pk)
    with without_copies():
        events.delete()
        role.delete()
    assert not events.exists()


def test_every_event_is_kept_three_years_as_proof() -> None:
    for model in event_models():
        assert {(rule.purpose, rule.period) for rule in model.retention} == {(Purpose.PROOF, Period.YEARS_3)}
    assert every_field_has_a_retention_rule(None) == []


def test_an_event_field_without_a_rule_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_models()[0], "retention", [])
    assert {error.id for error in every_field_has_a_retention_rule(None)} == {"piano.E001"}


def test_the_panel_shows_what_happened_to_an_account(client: Client, clerk: User, cast: Cast) -> None:
    client.force_login(clerk)
    role = cast.helper.roles.get()
    page = f"/verwaltung/quarters/user/{cast.helper.pk}"
    client.post(f"{page}/change/", account_form(cast.helper, role, **{"roles-0-valid_until": "2026-01-31"}))
    words = " ".join(re.sub(r"<[^>]+>", " ", client.get(f"{page}/history/").content.decode()).split())
    assert date_format(clock.local(clock.now()), "j. F Y, 10:00 \\U\\h\\r") in words
    assert "Rolf Amtmann Rolle geändert gilt bis (ausschließlich): – → 31. Januar 2026" in words


def test_the_panel_shows_what_happened_to_a_place(client: Client, clerk: User) -> None:
    district = make_district(name="Kirchditmold")
    district.quarters.create(name="Tannenwäldchen", slug="tannenwaeldchen")
    district.name, district.has_landlord_stock = "Kirchditmold-Mitte", True
    district.save()
    client.force_login(clerk)
    page = client.get(f"/verwaltung/quarters/district/{district.pk}/history/").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Name: Kirchditmold → Kirchditmold-Mitte" in words
    assert "Wohnungen der GWG: nein → ja" in words
    assert "Quartiersname angelegt" in words
    assert "das System" in words


def test_nobody_reads_the_history_of_a_resident(client: Client, clerk: User, cast: Cast) -> None:
    client.force_login(clerk)
    page = client.get(f"/verwaltung/quarters/user/{cast.tenant.user.pk}/history/")
    assert page.status_code == 302
