"""What a caller adds joins the open request instead of becoming a second one (line 11 of the log book)."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Reach
from requests.arranged.visits import cancel_visit
from requests.board.case import load_case
from requests.errors import EmergencyWords, WrongState
from requests.invariants import broken
from requests.messages.about_going import about_what_came
from requests.models import Assignment, HelpRequest, StateChange
from requests.sweeps import drive_visits
from requests.wishes.adding import NothingToAdd, add_said, add_words
from requests.wishes.phrases import codes_of
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request, make_resident, make_user
from tests.requests.asking import text_of
from tests.requests.errands import make_going
from tests.requests.wishes.test_call_page import URL, of_tenant

pytestmark = pytest.mark.django_db
FOOD = "auch Katzenfutter mitbringen"
GREW = ("wish_grew", "wish_grew_now", "case_grew")


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def add(desk: Client, cast: Cast, taken: HelpRequest, **fields: str) -> Any:
    return desk.post(
        f"{URL}{taken.reference}/dazu/", of_tenant(cast, **{"words": FOOD, "outcome": "request", **fields})
    )


def told() -> list[tuple[str, Any]]:
    return list(Message.objects.filter(reason__in=GREW).values_list("reason", "recipient").order_by("pk"))


def test_the_words_join_the_open_request_and_no_second_one_is_made(desk: Client, cast: Cast) -> None:
    taken = make_request(cast.tenant, cast.shop)
    shown = text_of(desk.get(URL, {"person": cast.tenant.user.reference}))
    assert "Brot und Milch" in shown
    assert "Dazuschreiben" in shown
    answer = add(desk, cast, taken)
    assert answer.headers["Location"] == f"{URL}{taken.reference}/dazu/"
    assert HelpRequest.objects.get().wish == f"Brot und Milch\n{FOOD}"
    receipt = text_of(desk.get(answer.headers["Location"]))
    assert "Dazugeschrieben" in receipt
    assert "Nächster Anruf" in receipt


def test_it_is_logged_with_who_wrote_it_and_the_state_stays(cast: Cast, now: dt.datetime) -> None:
    taken = make_request(cast.tenant, cast.shop)
    drive_visits()
    state = taken.visits.get().state
    add_words(taken, words=FOOD, by=cast.helper, now=now)
    line = load_case(taken, now=now).log[0]
    assert (line.words, line.who, line.note) == ("Dazu aufgeschrieben", cast.helper.full_name, FOOD)
    assert taken.visits.get().state == state
    assert not list(broken())


def test_who_goes_reads_it_before_leaving_home(desk: Client, cast: Cast, now: dt.datetime) -> None:
    assignment = make_going(cast, now)[1]
    taken = assignment.visit.help_request
    answer = desk.get(add(desk, cast, taken).headers["Location"])
    assert told() == [("wish_grew", assignment.person_id)]
    assert about_what_came(assignment.pk, assignment.person)["added"] == FOOD
    assert f"{assignment.person.addressed_name} weiß es" in text_of(answer)


def test_two_things_are_told_twice(cast: Cast, now: dt.datetime) -> None:
    taken = make_going(cast, now)[1].visit.help_request
    for words in (FOOD, "und Milch"):
        add_words(taken, words=words, by=cast.helper, now=now)
    assert len(told()) == 2


@pytest.mark.parametrize("reach", [Reach.EMAIL, Reach.PHONE])
def test_at_night_it_is_urgent_when_the_morning_would_be_too_late(cast: Cast, now: dt.datetime, reach: str) -> None:
    assignment = make_going(cast, now)[1]
    assignment.person.reach = reach
    assignment.person.save()
    start = assignment.planned_window.lower
    night = clock.at(clock.local(start).date(), dt.time(5))
    add_words(assignment.visit.help_request, words=FOOD, by=cast.helper, now=night - dt.timedelta(days=1))
    Assignment.objects.filter(pk=assignment.pk).update(
        planned_window=(night + dt.timedelta(hours=3, minutes=15), night + dt.timedelta(hours=4))
    )
    add_words(assignment.visit.help_request, words="und Milch", by=cast.helper, now=night)
    assert [reason for reason, _ in told()] == ["wish_grew", "wish_grew_now"]


def test_volunteers_who_are_only_asked_hear_nothing_of_her_words(cast: Cast, now: dt.datetime) -> None:
    taken = make_request(cast.tenant, cast.shop)
    drive_visits()
    assert taken.visits.get().offers.exists()
    add_words(taken, words=FOOD, by=cast.helper, now=now)
    assert told() == []


def test_the_case_on_call_hears_of_it(cast: Cast, now: dt.datetime) -> None:
    taken = make_request(cast.tenant, cast.shop)
    drive_visits()
    offer = taken.visits.get().offers.order_by("pk")[0]
    offer.tier = "care"
    offer.save()
    add_words(taken, words=FOOD, by=cast.helper, now=now)
    assert told() == [("case_grew", offer.person_id)]


def test_the_same_form_twice_adds_once(desk: Client, cast: Cast) -> None:
    taken = make_request(cast.tenant, cast.shop)
    token = str(uuid.uuid4())
    for _ in range(2):
        assert add(desk, cast, taken, form_token=token).status_code == 302
    assert HelpRequest.objects.get().wish.count(FOOD) == 1
    assert [row.note for row in StateChange.objects.all()].count(FOOD) == 1


def test_what_cannot_be_added_says_why(cast: Cast, now: dt.datetime) -> None:
    taken = make_request(cast.tenant, cast.shop)
    for words, error in ((" ", NothingToAdd), ("sie bekommt keine Luft", EmergencyWords)):
        with pytest.raises(error):
            add_words(taken, words=words, by=cast.helper, now=now)
    cancel_visit(taken.visits.get(), by=cast.helper, now=now)
    with pytest.raises(WrongState):
        add_words(taken, words=FOOD, by=cast.helper, now=now)
    assert HelpRequest.objects.get().wish == "Brot und Milch"


def test_without_words_the_field_is_named_and_nothing_typed_is_lost(desk: Client, cast: Cast) -> None:
    answer = add(desk, cast, make_request(cast.tenant, cast.shop), words="", wish_time="Do 5.11.")
    assert answer.status_code == 422
    assert "was dazukommt" in text_of(answer)
    assert 'value="Do 5.11."' in answer.content.decode()


@pytest.mark.parametrize(
    ("words", "number"), [("es riecht stark nach Gas", "tel:112"), ("Heizung kalt", "tel:+49561000001")]
)
def test_danger_is_shown_before_anything_is_added(desk: Client, cast: Cast, words: str, number: str) -> None:
    taken = make_request(cast.tenant, cast.shop)
    answer = add(desk, cast, taken, words=words)
    assert answer.status_code == 422
    assert number in answer.content.decode()
    assert HelpRequest.objects.get().wish == "Brot und Milch"


def test_an_ended_request_is_a_conflict(desk: Client, cast: Cast, now: dt.datetime) -> None:
    taken = make_request(cast.tenant, cast.shop)
    cancel_visit(taken.visits.get(), by=cast.helper, now=now)
    answer = add(desk, cast, taken)
    assert answer.status_code == 409
    assert FOOD in text_of(answer)


def test_only_to_the_callers_own_request_of_the_own_district(client: Client, cast: Cast) -> None:
    other = make_request(make_resident(cast.district, make_user()), cast.shop)
    client.force_login(cast.helper)
    assert add(client, cast, other).status_code == 404
    assert client.post(f"{URL}{other.reference}/dazu/", {"words": FOOD}).status_code == 404
    assert client.get(f"{URL}ZZZZZZ/dazu/").status_code == 404
    client.force_login(make_helper(make_district()))
    assert client.get(f"{URL}{other.reference}/dazu/").status_code == 404


# What is ticked beside the words


def fresh(taken: HelpRequest) -> HelpRequest:
    return HelpRequest.objects.select_related("resident__user").get(pk=taken.pk)


def test_set_phrases_and_how_one_talks_with_her_are_taken_over(desk: Client, cast: Cast) -> None:
    taken = make_request(cast.tenant, cast.shop)
    HelpRequest.objects.filter(pk=taken.pk).update(phrases="walker")
    ticked = {"phrases": ["door"], "may_tell_hints": "on", "speak_loudly": "on", "needs_shown": ""}
    assert add(desk, cast, taken, **ticked).status_code == 302  # type: ignore[arg-type]
    assert codes_of(fresh(taken)) == ["walker", "door"], "what was noted before stays"
    assert fresh(taken).resident.user.speak_loudly
    assert fresh(taken).wish.endswith(FOOD)


def test_who_goes_hears_of_phrases_without_any_words(desk: Client, cast: Cast, now: dt.datetime) -> None:
    going = make_going(cast, now)[1]
    taken = going.visit.help_request
    answer = add(desk, cast, taken, words="", phrases=["pet"], may_tell_hints="on")  # type: ignore[arg-type]
    assert answer.status_code == 302
    assert [person for _reason, person in told()] == [going.person_id]
    assert about_what_came(going.pk, going.person)["added"].endswith("ein Tier")


def test_what_nobody_asked_her_about_is_not_told(desk: Client, cast: Cast) -> None:
    taken = make_request(cast.tenant, cast.shop)
    answer = add(desk, cast, taken, phrases=["sight"])  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert "ob wir das weitersagen dürfen" in text_of(answer)
    assert (codes_of(fresh(taken)), fresh(taken).wish) == ([], "Brot und Milch")


def test_boxes_nobody_touched_take_nothing_back(desk: Client, cast: Cast) -> None:
    cast.tenant.user.speak_loudly = True
    cast.tenant.user.save()
    taken = make_request(cast.tenant, cast.shop)
    HelpRequest.objects.filter(pk=taken.pk).update(phrases="walker", uses_relief=True)
    add(desk, cast, taken, needs_shown="")
    assert (codes_of(fresh(taken)), fresh(taken).uses_relief, fresh(taken).resident.user.speak_loudly) == (
        ["walker"],
        True,
        True,
    )


def test_who_pays_and_how_many_go_are_noted(desk: Client, cast: Cast) -> None:
    taken = make_request(cast.tenant, cast.shop)
    assert add(desk, cast, taken, words="", uses_relief="on", needs_two="on").status_code == 302
    assert (fresh(taken).uses_relief, fresh(taken).people_needed) == (True, 2)


def test_an_emergency_in_the_words_keeps_nothing_of_the_boxes(cast: Cast, now: dt.datetime) -> None:
    taken = make_request(cast.tenant, cast.shop)
    with pytest.raises(EmergencyWords):
        add_said(taken, words="Ich bekomme keine Luft", phrases=["pet"], by=cast.helper, now=now)
    assert codes_of(fresh(taken)) == []


def test_what_is_known_already_is_nothing_to_add(cast: Cast, now: dt.datetime) -> None:
    taken = make_request(cast.tenant, cast.shop)
    for is_first in (True, False):
        if is_first:
            add_said(taken, words="", phrases=["pet"], by=cast.helper, now=now)
            continue
        with pytest.raises(NothingToAdd):
            add_said(fresh(taken), words=" ", phrases=["pet"], by=cast.helper, now=now)
