"""How one talks with somebody and what is good to know can be said wherever she is taken in: by phone, on the web, on paper."""

import uuid
from typing import Any

import pytest
from django.test import Client

from quarters.models import Consent, Reach, User
from quarters.people.talking import FIELDS
from requests.models import HelpRequest, Referral
from requests.wishes.phrases import codes_of
from tests.conftest import Cast
from tests.requests.asking import CHECK, WHO, address, answer_until, post, send, text_of

pytestmark = pytest.mark.django_db
CALL, SLIP = "/leitstand/anruf/", "/leitstand/zettel/"
DEAF = {"only_writes": "on", "uses_signs": "on"}


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def taken(**fields: Any) -> dict[str, Any]:
    form = {"given_name": "Hilde", "family_name": "Brandt", "phone": "0170 5550104", "category": "shop"}
    form |= {"words": "Brot", "agreed": "on", "signed": "signed", "form_token": str(uuid.uuid4())}
    return form | fields


def needs(person: User) -> set[str]:
    person.refresh_from_db()
    return {name for name in FIELDS if getattr(person, name)}


@pytest.mark.parametrize("page", [CALL, SLIP])
def test_whoever_is_taken_in_says_how_to_talk_with_her(desk: Client, page: str) -> None:
    desk.post(page, taken(**DEAF, language="tr"))
    person = HelpRequest.objects.get().resident.user
    assert (needs(person), person.language) == ({"only_writes", "uses_signs"}, "tr")
    assert person.reach != Reach.PHONE


@pytest.mark.parametrize("page", [CALL, SLIP])
def test_what_is_good_to_know_is_taken_in_set_phrases(desk: Client, page: str) -> None:
    desk.post(page, taken(phrases=["pet", "walker"], may_tell_hints="on"))
    assert codes_of(HelpRequest.objects.get()) == ["walker", "pet"]
    assert Consent.objects.filter(purpose="health").exists()


@pytest.mark.parametrize("page", [CALL, SLIP])
def test_a_phrase_needs_the_yes_that_hints_need(desk: Client, page: str) -> None:
    answer = desk.post(page, taken(phrases=["pet"]))
    assert answer.status_code == 422
    assert '<details class="intake__phrases" open>' in answer.content.decode()
    assert not HelpRequest.objects.exists()


@pytest.mark.parametrize("page", [CALL, SLIP])
def test_a_known_person_is_shown_as_she_is_and_what_changed_is_kept(desk: Client, cast: Cast, page: str) -> None:
    person = cast.tenant.user
    User.objects.filter(pk=person.pk).update(speak_loudly=True)
    shown = desk.get(page, {"person": person.reference}).content.decode()
    assert 'name="needs_shown" value="speak_loudly"' in shown
    User.objects.filter(pk=person.pk).update(easy_language=True)  # noted by somebody else meanwhile
    desk.post(page, taken(person=person.reference, needs_shown="speak_loudly", uses_signs="on"))
    assert needs(person) == {"easy_language", "uses_signs"}


@pytest.mark.parametrize("page", [CALL, SLIP])
def test_boxes_that_nobody_touched_change_nothing(desk: Client, cast: Cast, page: str) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(uses_signs=True)
    form = taken(person=cast.tenant.user.reference, needs_shown="uses_signs", uses_signs="on")
    desk.post(page, form)
    assert needs(cast.tenant.user) == {"uses_signs"}


@pytest.mark.parametrize("page", [CALL, SLIP])
def test_they_are_closed_until_something_is_ticked(desk: Client, page: str) -> None:
    closed = "<details><summary>Wie wir miteinander sprechen"
    assert closed in desk.get(page).content.decode()
    answer = desk.post(page, taken(family_name="", **DEAF)).content.decode()
    assert closed not in answer
    assert closed.replace(">", " open>", 1) in answer


def test_what_a_kind_of_help_costs_is_asked_without_losing_a_phrase(desk: Client) -> None:
    page = desk.post(CALL, taken(phrases=["pet", "walker"], kosten="1")).content.decode()
    assert all(f'value="{code}" id="id_phrases_{place}" checked' in page for code, place in (("walker", 0), ("pet", 6)))
    assert not HelpRequest.objects.exists()


def test_a_call_that_becomes_no_request_keeps_both_in_words(desk: Client) -> None:
    desk.post(CALL, taken(outcome="landlord", phrases=["walker"], **DEAF))
    words = Referral.objects.get().words
    assert "Geht mit Rollator oder Stock" in words
    assert "Schreibt: bitte nicht anrufen" in words


def test_the_wizard_asks_and_shows_it_before_sending(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK, fuer_wen_wo=DEAF)
    assert "Schreibt: bitte nicht anrufen" in text_of(client.get(address(CHECK)))
    post(client, CHECK)
    assert needs(HelpRequest.objects.get().resident.user) == {"only_writes", "uses_signs"}


def test_the_wizard_knows_what_a_tenant_said_before(client: Client, cast: Cast) -> None:
    person = cast.tenant.user
    User.objects.filter(pk=person.pk).update(speak_loudly=True)
    client.force_login(person)
    answer_until(client, WHO)
    assert 'name="needs_shown" value="speak_loudly"' in client.get(address(WHO)).content.decode()
    send(client, fuer_wen_wo={"needs_shown": "speak_loudly", "easy_language": "on"})
    assert needs(person) == {"easy_language"}


def test_for_somebody_else_it_is_noted_of_her(client: Client, cast: Cast) -> None:
    other = {"for_whom": "other", "caller_name": "Petra", "caller_phone": "0561 8123402", "knows": "yes"}
    send(client, fuer_wen_wo={**other, **DEAF})
    asked = HelpRequest.objects.get()
    assert (asked.caller_name, needs(asked.resident.user)) == ("Petra", {"only_writes", "uses_signs"})
