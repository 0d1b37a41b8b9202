"""Every address of ours × everybody who has no business there, GET and POST: what is not theirs is not there (the wall).

A new address has to stand in a room of `rooms`, and a reference in it has to name a row; else this fails.
"""

import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from quarters.models import RoleKind, User
from tests.conftest import Cast
from tests.house.entering import entering
from tests.house.rooms import EVERYBODY, NOT_YET, address_of, room_of, routes
from tests.house.scene import Scene, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return make_scene(cast)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Thousands of refusals: without their page and their line in the log they take a third of the time."""
    plain = lambda code: lambda request, exception=None: HttpResponse(status=code)  # noqa: E731
    monkeypatch.setattr(get_resolver(), "resolve_error_handler", plain)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def answers(client: Client, address: str) -> dict[str, int]:
    """Each method's status; what it did is taken back."""
    found = {}
    for method in ("get", "post"):
        with transaction.atomic():  # signing out, too
            answer = getattr(client, method)(address)
            transaction.set_rollback(True)
        found[method] = 401 if "/konto/login/" in answer.headers.get("Location", "") else answer.status_code
    return found


def test_every_address_has_a_room_and_rows(scene: Scene) -> None:
    found = routes()
    assert len(found) > 200
    assert [route for route in found if "?>" in address_of(route, scene)] == []
    assert all(isinstance(room_of(route), set) for route in found)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_is_not_theirs_is_not_there(scene: Scene, bare: None, who: str) -> None:
    wrong, walked = [], 0
    with entering(scene.people[who], settings.MIDDLEWARE):
        client = Client()
        for route in (one for one in routes() if who not in room_of(one)):
            client.cookies, address = SimpleCookie(), address_of(route, scene)
            walked += 1
            for method, status in answers(client, address).items():
                if status not in (401, 403, 404, 405):
                    wrong.append(f"{method} {address}: {status}")
    assert walked > 100
    assert not wrong, "\n".join(wrong)


def test_the_rows_behind_these_addresses_are_there(scene: Scene, cast: Cast, bare: None) -> None:
    """Without this the walk above would be content with addresses that nobody has."""
    client, gone = Client(), []
    client.force_login(cast.helper)
    for route in (one for one in routes() if one.startswith("leitstand/") and "<" in one):
        address = address_of(route, scene)
        if client.get(address).status_code not in (200, 286, 302, 405):
            gone.append(route)
    assert set(gone) <= NOT_YET, "\n".join(gone)


FORM = "application/x-www-form-urlencoded"
BENT = ("\x00", "9" * 400)
NAMES = [
    "termin",
    "tag",
    "frage",
    "wer",
    "weiter",
    "answer",
    "person",
    "offer",
    "side",
    "kette",
    "stadtteil",
    "district",
]
NAMES += ["woche", "start", "end", "suche", "art", "nacht", "stand", "auswahl", "schrift", "fassung", "gesehen", "day"]
NAMES += [
    "back_from",
    "end_from",
    "kin",
    "category",
    "pin",
    "time",
    "none",
    "step",
    "outcome",
    "zeit",
    "datum",
    "who",
    "on",
]
NAMES += [
    "first_day",
    "last_day",
    "weekdays",
    "people",
    "form_token",
    "antwort",
    "minutes",
    "urgency",
    "days",
    "purpose",
]


@pytest.mark.parametrize("bent", [BENT[0], pytest.param(BENT[1], marks=pytest.mark.full)])
def test_bent_questions_break_nothing(scene: Scene, cast: Cast, bare: None, bent: str) -> None:
    """Each address with every name that is read anywhere, by whoever may enter: no answer is ever 500."""
    broken, everything = [], dict.fromkeys(NAMES, bent)
    insiders = {"leitstand/": cast.helper, "bereitschaft/": cast.helper, "meine/": cast.tenant.user}
    insiders["umbau/"] = insiders["team/"] = cast.helper
    insiders["qualifizierung/"] = User.objects.get(roles__kind=RoleKind.CENTRE, circle_places=None)
    insiders["einsatz/"] = User.objects.get(reference=scene.rows["volunteer"])
    usual, walked = settings.MIDDLEWARE, 0
    for insider in set(insiders.values()):
        with entering(insider, usual):
            client = Client(raise_request_exception=False)
            for route in (one for one in routes() if insiders.get(one.split("/")[0] + "/") == insider):
                walked += 1
                for method, sent in (("get", everything), ("post", urlencode(everything))):
                    client.cookies = SimpleCookie()
                    form = {} if method == "get" else {"content_type": FORM}
                    with transaction.atomic():
                        if getattr(client, method)(address_of(route, scene), sent, **form).status_code >= 500:
                            broken.append(f"{method} {route}")
                        transaction.set_rollback(True)
    assert walked > 200
    assert not broken, "\n".join(broken)
