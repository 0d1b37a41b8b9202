"""How one talks with somebody: she says it herself, and it binds every channel."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from piano.kit import clock
from piano.messaging.gateway.description import read_description
from piano.messaging.outbox import owe
from piano.messaging.reasons import REASONS, Reason
from piano.messaging.routes import LAST_RESORT, route
from quarters.models import Reach, User
from quarters.people.talking import note_talking, say_talking
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE, MOBILE, LANDLINE = "/konto/nachrichten/", "+491705550104", "+49561123456"


@pytest.fixture(autouse=True)
def provider(settings: Any) -> None:
    settings.GATEWAYS = {"sms": read_description('{"url": "https://sms.example/"}')}


def person(**fields: Any) -> User:
    return make_user(**{"email": "greta@example.org", "phone": MOBILE} | fields)


def ways_for(user: User, *, is_called: bool = False) -> list[str]:
    return list(route(Reason("any", "b", lambda pk: True, lambda pk, who: {}, is_called=is_called), user))


def test_whoever_only_writes_is_written_to_although_she_was_called_before() -> None:
    greta = person(reach=Reach.PHONE)
    note_talking(greta, only_writes=True)
    assert (greta.reach, ways_for(greta)) == (Reach.EMAIL, ["email", "sms"])


def test_whoever_only_writes_and_has_but_a_mobile_gets_an_sms() -> None:
    greta = person(email=None, reach=Reach.PHONE)
    note_talking(greta, only_writes=True)
    assert greta.reach == Reach.SMS


def test_nothing_to_write_to_means_that_somebody_comes_and_still_nobody_calls() -> None:
    greta = person(email=None, phone=LANDLINE, reach=Reach.PHONE)
    note_talking(greta, only_writes=True)
    assert (greta.reach, ways_for(greta)) == (Reach.EMAIL, [])
    with transaction.atomic():
        reason = REASONS.setdefault("any", Reason("any", "b", lambda pk: True, lambda pk, who: {}))
        try:
            assert owe(reason=reason.name, subject="visit:1", recipient=greta, now=clock.now()).channel == LAST_RESORT
        finally:
            del REASONS["any"]


def test_others_are_called_after_all_else_failed() -> None:
    assert ways_for(person()) == ["email", "sms", "phone"]


def test_the_database_knows_no_call_to_who_only_writes() -> None:
    greta = person(only_writes=True)
    with pytest.raises(IntegrityError, match="nobody_calls_who_only_writes"), transaction.atomic():
        User.objects.filter(pk=greta.pk).update(reach=Reach.PHONE)


def test_who_may_be_called_again_is_called_where_nothing_else_is_known() -> None:
    greta = person(email=None, phone=LANDLINE, only_writes=True)
    note_talking(greta, only_writes=False)
    assert greta.reach == Reach.PHONE


def test_it_is_said_the_most_important_first() -> None:
    greta = person(only_writes=True, speak_loudly=True)
    assert say_talking(greta) == ["Schreibt: bitte nicht anrufen", "Bitte laut und deutlich sprechen"]
    assert say_talking(person(email="otto@example.org")) == []


def test_she_says_it_on_her_own_page(client: Any) -> None:
    greta = person()
    client.force_login(greta)
    said = {"reach": "sms", "only_writes": "on", "uses_signs": "on"}
    assert [client.post(PAGE, said).status_code for _ in range(2)] == [302, 302]
    greta.refresh_from_db()
    found = (greta.reach, greta.only_writes, greta.uses_signs, greta.speak_loudly, greta.easy_language)
    assert found == (Reach.SMS, True, True, False, False)
    assert 'name="only_writes" id="id_only_writes" checked' in client.get(PAGE).content.decode()


def test_not_called_and_called_at_once_is_asked_again(client: Any) -> None:
    greta = person()
    client.force_login(greta)
    assert client.post(PAGE, {"reach": "phone", "only_writes": "on"}).status_code == 422
    greta.refresh_from_db()
    assert not greta.only_writes


def test_who_can_only_be_called_may_say_that_she_writes(client: Any) -> None:
    greta = person(email=None, phone=LANDLINE, reach=Reach.PHONE)
    client.force_login(greta)
    assert client.post(PAGE, {"only_writes": "on"}).status_code == 302
    greta.refresh_from_db()
    assert greta.only_writes
