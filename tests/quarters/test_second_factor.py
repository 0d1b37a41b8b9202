"""In production settings whoever works here sees nothing without a second factor, sets it up on our pages, and is asked for it."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as all_settings
from django.core import mail
from django.test import Client

from quarters.models import OrganisationKind, Role, RoleKind, User
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_organisation, make_user
from tests.quarters.conftest import StillApp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_in")]
Ask = Callable[[Client, str], str]
committed = pytest.mark.django_db(transaction=True)  # what follows a commit happens
SETUP, FACTOR, AGAIN = "/konto/2fa/", "/konto/2fa/authenticate/", "/konto/2fa/reauthenticate/"
ROOMS = {
    "helper": "/leitstand/",
    "coordinator": "/leitstand/",
    "care_partner": "/bereitschaft/",
    "association_officer": "/einsatz/",
    "gwg_staff": "/verwaltung/",
}
EVERYWHERE = [
    "/",
    "/meine/",
    "/hilfe/",
    "/heim/",
    "/leitstand/anruf/",
    "/leitstand/menschen/",
    "/verwaltung/quarters/user/",
]


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def make_member(kind: str) -> User:
    """Somebody with this role of today."""
    user = make_user(given_name="Rolf", family_name="Amtmann", is_staff=kind == RoleKind.GWG_STAFF)
    Role.objects.create(
        user=user,
        kind=kind,
        district=make_district(),
        organisation=make_organisation(OrganisationKind.OTHER),
        valid_from=dt.date(2025, 1, 1),
    )
    return user


@pytest.fixture
def helper(cast: Cast) -> User:
    return cast.helper


def sign_in(ask_for_code: Ask, user: User) -> Client:
    client = Client()
    client.post("/konto/login/code/confirm/", {"code": ask_for_code(client, str(user.email))})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def set_up(client: Client, app: StillApp) -> str:
    """Scans the picture, types the number; the app's secret."""
    page = client.get("/konto/2fa/totp/activate/").content.decode()
    found = re.search(r"<code>([A-Z2-7=]+)</code>", page)
    assert found
    answer = client.post("/konto/2fa/totp/activate/", {"code": app(found.group(1))})
    assert answer.headers["Location"] == "/konto/2fa/recovery-codes/"
    app.wait()
    return found.group(1)


def test_production_settings_demand_it() -> None:
    """Read in a process of its own, as gunicorn reads them."""
    keys = {name: str(all_settings.HOME / path) for name, path in KEYS.items()}
    environment = os.environ | keys | {"PIANO_DEBUG": "0", "PIANO_HOSTS": "x", "PIANO_SITE_URL": "https://x"}
    asked = (
        "from django.conf import settings as s; print(s.SECOND_FACTOR_REQUIRED, s.DEMO_LINKS, s.SESSION_COOKIE_SECURE)"
    )
    done = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "True False True\n", done.stderr


KEYS = {"PIANO_SECRET_KEY_FILE": "secret_key", "PIANO_FIELD_KEYS": "field_keys"}


@pytest.mark.parametrize("kind", ROOMS)
def test_whoever_works_here_sees_only_the_set_up_page(client: Client, kind: str) -> None:
    client.force_login(make_member(kind))
    for page in [ROOMS[kind], *EVERYWHERE]:
        for answer in (client.get(page), client.post(page)):
            assert (answer.status_code, answer.headers["Location"]) == (302, SETUP), page
    assert client.get(SETUP).status_code == 200


def test_a_care_worker_on_duty_is_no_exception(client: Client, cast: Cast) -> None:
    client.force_login(make_care_worker(cast.district))
    assert client.get("/bereitschaft/").headers["Location"] == SETUP


def test_a_superuser_is_no_exception(client: Client) -> None:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    assert client.get("/verwaltung/").headers["Location"] == SETUP


def test_tenants_and_volunteers_need_none(client: Client, cast: Cast) -> None:
    for user, page in ((cast.tenant.user, "/meine/"), (cast.volunteer.user, "/einsatz/")):
        client.force_login(user)
        assert client.get(page).status_code == 200


def test_a_role_that_ended_demands_none(client: Client, helper: User) -> None:
    Role.objects.filter(user=helper).update(valid_until=dt.date(2025, 6, 1))
    client.force_login(helper)
    assert client.get("/meine/").status_code == 200


def test_setting_up_the_app_opens_the_room(ask_for_code: Ask, helper: User, still_app: StillApp) -> None:
    client = sign_in(ask_for_code, helper)
    assert client.get("/leitstand/").headers["Location"] == SETUP
    set_up(client, still_app)
    assert client.get("/leitstand/").status_code == 200


@committed
def test_the_spare_codes_follow_without_asking_again(ask_for_code: Ask, helper: User, still_app: StillApp) -> None:
    client = sign_in(ask_for_code, helper)
    set_up(client, still_app)
    assert client.get("/konto/2fa/recovery-codes/").status_code == 200


def test_a_wrong_number_sets_up_nothing(ask_for_code: Ask, helper: User, still_app: StillApp) -> None:
    client = sign_in(ask_for_code, helper)
    client.get("/konto/2fa/totp/activate/")
    assert client.post("/konto/2fa/totp/activate/", {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()


def test_the_secret_lies_encrypted(ask_for_code: Ask, helper: User, still_app: StillApp) -> None:
    secret = set_up(sign_in(ask_for_code, helper), still_app)
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept
    assert kept.startswith("v1:")


def test_at_the_next_sign_in_the_number_is_asked(ask_for_code: Ask, helper: User, still_app: StillApp) -> None:
    secret = set_up(sign_in(ask_for_code, helper), still_app)
    client = sign_in(ask_for_code, helper)
    assert not is_in(client)
    assert client.get("/leitstand/").headers["Location"].startswith("/konto/login/")
    assert client.post(FACTOR, {"code": still_app.wrong(secret, 1)}).status_code == 422
    assert not is_in(client)
    client.post(FACTOR, {"code": still_app(secret)})
    assert client.get("/leitstand/").status_code == 200


def test_a_number_counts_once(ask_for_code: Ask, helper: User, still_app: StillApp) -> None:
    secret = set_up(sign_in(ask_for_code, helper), still_app)
    sign_in(ask_for_code, helper).post(FACTOR, {"code": still_app(secret)})
    other = sign_in(ask_for_code, helper)
    other.post(FACTOR, {"code": still_app(secret)})
    assert not is_in(other)


def test_the_number_of_another_half_minute_is_refused(ask_for_code: Ask, helper: User, still_app: StillApp) -> None:
    secret = set_up(sign_in(ask_for_code, helper), still_app)
    client = sign_in(ask_for_code, helper)
    old = still_app(secret)
    still_app.wait()
    client.post(FACTOR, {"code": old})
    assert not is_in(client)


@committed
def test_a_spare_code_from_the_sheet_counts_once(ask_for_code: Ask, helper: User, still_app: StillApp) -> None:
    client = sign_in(ask_for_code, helper)
    set_up(client, still_app)
    spare = re.findall(r'<bdi class="number">(\d{8})</bdi>', client.get("/konto/2fa/recovery-codes/").content.decode())
    assert len(spare) == 10
    for expected in (True, False):
        other = sign_in(ask_for_code, helper)
        other.post(FACTOR, {"code": spare[0]})
        assert is_in(other) is expected


def test_removing_the_factor_asks_for_it_and_closes_the_room(
    ask_for_code: Ask, helper: User, still_app: StillApp
) -> None:
    secret = set_up(sign_in(ask_for_code, helper), still_app)
    client = sign_in(ask_for_code, helper)
    client.post(FACTOR, {"code": still_app(secret)})
    answer = client.post("/konto/2fa/totp/deactivate/")
    assert answer.headers["Location"].startswith(AGAIN)
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
    still_app.wait()
    client.post(AGAIN, {"code": still_app(secret)})
    client.post("/konto/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert client.get("/leitstand/").headers["Location"] == SETUP


@committed
def test_each_change_of_the_factor_is_mailed(ask_for_code: Ask, helper: User, still_app: StillApp) -> None:
    client = sign_in(ask_for_code, helper)
    set_up(client, still_app)
    client.post("/konto/2fa/recovery-codes/generate/")
    client.post("/konto/2fa/totp/deactivate/")
    letters = [letter for letter in mail.outbox if "Code" not in letter.subject]
    assert {letter.subject for letter in letters} == {
        "piAno: Neuer zweiter Schlüssel: App auf dem Handy",
        "piAno: Neue Ersatzcodes",
        "piAno: Zweiter Schlüssel abgeschaltet: App auf dem Handy",
    }
    assert {tuple(letter.to) for letter in letters} == {(helper.email,)}


def test_the_panel_has_no_door_of_its_own(client: Client) -> None:
    assert client.get("/verwaltung/login/").headers["Location"].startswith("/konto/login/")
