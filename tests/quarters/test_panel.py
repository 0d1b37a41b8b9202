"""GWG's panel: places and staff accounts, and no look into anybody's private life."""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.test import Client

from helpers.models import CareService, ReserveFlat, Stay
from piano.kit import clock
from piano.messaging.times.models import WritingHours
from piano.messaging.times.rules import forget_rules, rule_for
from quarters.models import OrganisationKind, Role, RoleKind, User
from quarters.panel import panel
from requests.matching.gather import WEIGHED
from requests.models import Weights
from tests.conftest import Cast
from tests.factories import make_organisation, make_user
from volunteers.models import Qualification

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db: None) -> User:
    user = make_user(given_name="Rolf", family_name="Amtmann", is_staff=True)
    landlord = make_organisation(OrganisationKind.LANDLORD)
    Role.objects.create(user=user, kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from=dt.date(2025, 1, 1))
    return user


def test_only_places_rules_and_accounts_are_in_the_panel() -> None:
    import_module("piano.urls")  # finds what every room registers, also when this test runs alone
    names = {model.__name__ for model in panel._registry}
    rules = {"Price", "Programme", "Qualification", "Weights", "WritingHours", "Requirement", "Module", "PathRule"}
    rules |= {"DatedValue", "LevelRule"}
    care = {"CareService", "ReserveFlat"}
    assert names == {"District", "MeetingPoint", "Organisation", "Category", "User"} | rules | care


@pytest.mark.parametrize("model", ["requests/weights", "volunteers/qualification"])
def test_rules_are_added_from_today_on(client: Client, clerk: User, cast: Cast, model: str) -> None:
    client.force_login(clerk)
    table = {"requests/weights": Weights, "volunteers/qualification": Qualification}[model]
    shipped = Weights()
    form: dict[str, Any] = {"category": cast.shop.pk, "state": "HE", "kind": "training"}
    form |= {name: getattr(shipped, name) for name in WEIGHED}
    yesterday, today = clock.today() - dt.timedelta(days=1), clock.today()
    answer = client.post(f"/verwaltung/{model}/add/", {**form, "valid_from": yesterday.isoformat()})
    assert "Dieser Tag ist vorbei" in answer.content.decode()
    client.post(f"/verwaltung/{model}/add/", {**form, "valid_from": today.isoformat()})
    assert [row.valid_from for row in table.objects.all()] == [today]
    assert client.get(f"/verwaltung/{model}/{table.objects.get().pk}/history/").status_code == 200


def test_a_care_service_and_a_flat_in_reserve_are_entered_and_who_lives_there_is_not_shown(
    client: Client, clerk: User, cast: Cast
) -> None:
    client.force_login(clerk)
    service = make_organisation(OrganisationKind.CARE_SERVICE, name="Pflege am Park")
    typed = {"organisation": service.pk, "phone": "0561 12 34 56", "districts": [cast.district.pk]}
    assert client.post("/verwaltung/helpers/careservice/add/", typed).status_code == 302
    care = CareService.objects.get(organisation=service)
    assert (care.phone, list(care.districts.all())) == ("+49561123456", [cast.district])
    flat = {"name": "Wohnung im Erdgeschoss", "service": care.pk, "district": cast.district.pk, "is_offered": "on"}
    assert client.post("/verwaltung/helpers/reserveflat/add/", flat).status_code == 302
    row = ReserveFlat.objects.get()
    Stay.objects.create(
        flat=row, who="Frau Geheim", first_day=clock.today(), last_day=clock.today(), noted_at=clock.now()
    )
    assert "Geheim" not in client.get(f"/verwaltung/helpers/reserveflat/{row.pk}/change/").content.decode()
    assert client.post(f"/verwaltung/helpers/reserveflat/{row.pk}/delete/").status_code == 403


def test_staff_accounts_are_listed(client: Client, clerk: User, cast: Cast) -> None:
    client.force_login(clerk)
    assert cast.helper.family_name in client.get("/verwaltung/quarters/user/").content.decode()


def test_residents_and_volunteers_do_not_appear(client: Client, clerk: User, cast: Cast) -> None:
    client.force_login(clerk)
    page = client.get("/verwaltung/quarters/user/?q=").content.decode()
    assert cast.tenant.user.email not in page
    assert cast.volunteer.user.email not in page


def test_a_residents_account_cannot_be_opened(client: Client, clerk: User, cast: Cast) -> None:
    client.force_login(clerk)
    response = client.get(f"/verwaltung/quarters/user/{cast.tenant.user.pk}/change/")
    assert response.status_code == 302
    assert cast.tenant.user.email not in response.content.decode()


def test_a_helper_is_not_let_in(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    assert client.get("/verwaltung/").status_code != 200


def test_a_role_that_ended_opens_nothing(client: Client, clerk: User) -> None:
    Role.objects.filter(user=clerk).update(valid_until=dt.date(2025, 6, 1))
    client.force_login(clerk)
    assert client.get("/verwaltung/").status_code != 200


def test_a_new_account_gets_roles_and_no_password(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    form = {"given_name": "Neu", "family_name": "Hier", "email": "neu@example.org", "phone": "", "is_active": "on"}
    inline = {f"roles-{name}": value for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))}
    client.post("/verwaltung/quarters/user/add/", form | inline)
    assert not User.objects.get(email="neu@example.org").has_usable_password()


def role_form(user: User, cast: Cast) -> dict[str, Any]:
    """The account as it is, with the role of a helper added."""
    names = ("given_name", "family_name", "email", "phone")
    form = {name: getattr(user, name) or "" for name in names} | {"is_active": "on", "is_staff": "on"}
    own = list(user.roles.all())
    form |= {"roles-TOTAL_FORMS": len(own) + 1, "roles-INITIAL_FORMS": len(own)}
    for place, role in enumerate(own):
        form |= {f"roles-{place}-id": role.pk, f"roles-{place}-kind": role.kind, f"roles-{place}-user": user.pk}
        form |= {f"roles-{place}-organisation": role.organisation_id or "", f"roles-{place}-district": ""}
        form |= {f"roles-{place}-valid_from": role.valid_from.isoformat(), f"roles-{place}-valid_until": ""}
    new = {"kind": "helper", "district": cast.district.pk, "organisation": "", "valid_until": "", "user": user.pk}
    new["valid_from"] = clock.today().isoformat()
    return form | {f"roles-{len(own)}-{name}": value for name, value in new.items()}


def test_nobody_makes_herself_a_helper(client: Client, clerk: User, cast: Cast) -> None:
    client.force_login(clerk)
    answer = client.post(f"/verwaltung/quarters/user/{clerk.pk}/change/", role_form(clerk, cast))
    assert "Eigene Rollen ändert jemand anderes" in answer.content.decode()
    assert set(clerk.roles.values_list("kind", flat=True)) == {RoleKind.GWG_STAFF}


def test_a_colleague_gives_the_role(client: Client, clerk: User, cast: Cast) -> None:
    other = make_user(given_name="Rita", family_name="Kollegin", is_staff=True)
    client.force_login(clerk)
    answer = client.post(f"/verwaltung/quarters/user/{other.pk}/change/", role_form(other, cast))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert set(other.roles.values_list("kind", flat=True)) == {RoleKind.HELPER}


def test_a_time_of_day_is_asked_as_wall_time_without_a_warning_of_zones(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    row = WritingHours.objects.get(channel="email", message_class="b")
    page = client.get(f"/verwaltung/messaging/writinghours/{row.pk}/change/").content.decode()
    assert '<input type="time" name="opens" value="08:00"' in page
    assert "vTimeField" not in page  # what the sign hangs on


@pytest.mark.parametrize("model", ["programme", "organisation"])
@pytest.mark.filterwarnings("error::django.utils.deprecation.RemovedInDjango60Warning")
def test_an_address_without_its_scheme_is_read_as_https(client: Client, clerk: User, model: str) -> None:
    client.force_login(clerk)
    assert client.get(f"/verwaltung/quarters/{model}/add/").status_code == 200


def test_of_letters_the_panel_asks_only_when_they_go_to_the_post(client: Client, clerk: User) -> None:
    row = WritingHours.objects.get(channel="letter")
    client.force_login(clerk)
    page = f"/verwaltung/messaging/writinghours/{row.pk}/change/"
    shown = client.get(page).content.decode()
    assert 'name="closes"' in shown
    assert 'name="opens"' not in shown
    assert client.post(page, {"closes": "15:30"}).status_code == 302
    row.refresh_from_db()
    assert (row.opens, row.closes) == (dt.time(8), dt.time(15, 30))
    forget_rules()


def test_staff_without_a_second_factor_sees_nothing(client: Client, clerk: User, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]
    client.force_login(clerk)
    assert client.get("/verwaltung/").headers["Location"] == "/konto/2fa/"


def test_hours_of_writing_are_changed_but_never_added_or_turned_round(client: Client, clerk: User) -> None:
    forget_rules()
    row = WritingHours.objects.get(channel="email", message_class="b")
    client.force_login(clerk)
    page, times = f"/verwaltung/messaging/writinghours/{row.pk}/change/", {"sunday_opens": "", "sunday_closes": ""}
    turned = client.post(page, {"opens": "20:00", "closes": "08:00", **times})
    assert "„Bis“ liegt nach „ab“" in turned.content.decode()
    assert client.post(page, {"opens": "09:00", "closes": "19:00", **times}).status_code == 302
    row.refresh_from_db()
    assert (row.opens, row.closes, row.sunday_opens) == (dt.time(9), dt.time(19), None)
    assert rule_for("email", "b").usual == (dt.time(9), dt.time(19))
    assert client.get("/verwaltung/messaging/writinghours/add/").status_code == 403
    assert "Montag bis Samstag 9:00 bis 19:00 Uhr" in client.get("/verwaltung/messaging/writinghours/").content.decode()
    forget_rules()
