"""GWG's panel: places and staff accounts, and no look into anybody's private life."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
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
    names = {model.__name__ for model in panel._registry}
    rules = {"Price", "Qualification", "Weights"}
    assert names == {"District", "MeetingPoint", "Organisation", "Category", "User"} | rules


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


def test_staff_without_a_second_factor_sees_nothing(client: Client, clerk: User, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]
    client.force_login(clerk)
    assert client.get("/verwaltung/").headers["Location"] == "/konto/2fa/"
