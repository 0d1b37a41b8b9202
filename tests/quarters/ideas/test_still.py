"""After a long silence people are asked; nothing ends or is erased that nobody was asked about."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import Client

from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.ideas.bringing import change_page
from quarters.ideas.joining import leave
from quarters.ideas.links import own_page, part_link
from quarters.ideas.looking_over import turn_down
from quarters.ideas.moving import move, runner_of
from quarters.ideas.stages import Stage
from quarters.ideas.still import SILENCE, TIME_TO_ANSWER, look_after_silent, still_there
from quarters.models import Initiative
from tests import clock as machine
from tests.conftest import Cast
from tests.quarters.ideas.making import DAY, make_idea, make_joiner, make_running

pytestmark = pytest.mark.django_db


def told(reason: str) -> list[int]:
    rows = Message.objects.filter(reason=reason).exclude(state="cancelled")
    return list(rows.order_by("pk").values_list("recipient", flat=True))


def stage(row: Initiative) -> str:
    row.refresh_from_db()
    return row.stage


def test_after_eleven_months_whoever_runs_it_is_asked_once(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    make_joiner(row, now)
    assert look_after_silent(now=now + SILENCE - DAY) == 0
    assert [look_after_silent(now=now + SILENCE) for _ in range(2)] == [1, 0]
    assert told("idea_still") == [runner_of(row).person_id]  # type: ignore[union-attr]


def test_the_question_names_the_day_and_her_own_page(cast: Cast, now: dt.datetime) -> None:
    make_idea(cast, now)
    look_after_silent(now=now + SILENCE)
    body = words_for(Message.objects.get(reason="idea_still")).body
    assert "/ideen/meine/" in body
    assert f"{(now + SILENCE + TIME_TO_ANSWER).day}." in body


def test_where_nobody_runs_it_everybody_in_it_is_asked(cast: Cast, now: dt.datetime) -> None:
    row = make_running(cast, now)
    joiners = [make_joiner(row, now).person_id for _ in range(2)]
    leave(runner_of(row), by=None, now=now)  # type: ignore[arg-type]
    look_after_silent(now=now + SILENCE)
    assert told("idea_still") == sorted(joiners)


def test_without_an_answer_it_ends_and_everybody_hears_it(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    joiner, asked = make_joiner(row, now), now + SILENCE
    look_after_silent(now=asked)
    assert look_after_silent(now=asked + TIME_TO_ANSWER - DAY) == 0
    assert [look_after_silent(now=asked + TIME_TO_ANSWER) for _ in range(2)] == [1, 0]
    assert stage(row) == Stage.ENDED
    assert told("idea_rest") == [runner_of(row).person_id, joiner.person_id]  # type: ignore[union-attr]
    assert told("idea_still") == []


def test_what_runs_is_asked_and_never_ended_by_a_machine(cast: Cast, now: dt.datetime) -> None:
    row = make_running(cast, now)
    for days in (0, 30, 400):
        look_after_silent(now=now + SILENCE + days * DAY)
    assert stage(row) == Stage.RUNNING
    assert len(told("idea_still")) == 1


def test_an_answer_keeps_it_and_the_next_silence_asks_again(cast: Cast, now: dt.datetime) -> None:
    row, asked = make_idea(cast, now), now + SILENCE
    look_after_silent(now=asked)
    for _ in range(2):
        still_there(row, now=asked + DAY)
    assert told("idea_still") == []
    assert look_after_silent(now=asked + TIME_TO_ANSWER) == 0
    assert look_after_silent(now=asked + DAY + SILENCE) == 1
    assert stage(row) == Stage.IDEA


def test_whatever_somebody_does_with_it_is_an_answer(cast: Cast, now: dt.datetime) -> None:
    row, other = make_idea(cast, now), make_idea(cast, now)
    make_joiner(other, now)
    look_after_silent(now=now + SILENCE)
    change_page(row, title="Neu", now=now + SILENCE + DAY)
    make_joiner(other, now + SILENCE + DAY)
    assert look_after_silent(now=now + SILENCE + TIME_TO_ANSWER) == 0
    assert stage(row) != Stage.ENDED != stage(other)


def test_nobody_is_asked_of_what_has_ended_or_was_turned_down(cast: Cast, now: dt.datetime) -> None:
    move(make_idea(cast, now), Stage.ENDED, by=None, now=now)
    turn_down(make_idea(cast, now, is_public=False), why="Werbung", by=cast.helper, now=now)
    assert look_after_silent(now=now + 2 * SILENCE) == 0


def test_silence_alone_erases_nothing(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    with machine.at(now + 800 * DAY):
        call_command("retention", verbosity=0)
    row.refresh_from_db()
    assert row.title == "Spaziergang"
    assert row.people.exists()


@pytest.mark.parametrize("way", ["own", "joiner", "helper"])
def test_one_press_answers_for_whoever_is_in_it_and_for_a_caller(
    client: Client, cast: Cast, now: dt.datetime, way: str
) -> None:
    row = make_idea(cast, now - SILENCE)
    joiner = make_joiner(row, now - SILENCE)
    look_after_silent(now=now)
    helper = f"/leitstand/ideen/{row.reference}/"
    pages = {"own": own_page(runner_of(row)), "joiner": f"/{part_link(joiner).split('/', 3)[3]}", "helper": helper}  # type: ignore[arg-type]
    if way == "helper":
        client.force_login(cast.helper)
        assert "lange still" in client.get("/leitstand/ideen/").content.decode()
    with machine.at(now + DAY):
        assert "Ja, das gibt es noch" in client.get(pages[way]).content.decode()
        assert client.get(f"{pages[way]}noch-da/").status_code in (302, 405)
        row.refresh_from_db()
        assert row.is_asked
        assert client.post(f"{pages[way]}noch-da/").status_code == 302
        row.refresh_from_db()
        assert not row.is_asked
        assert "Ja, das gibt es noch" not in client.get(pages[way]).content.decode()
