"""Joining, the last place, leaving, handing over, the meeting and what is told of it."""

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.ideas.bringing import change_page
from quarters.ideas.errors import (
    AlreadyInIt,
    HelpersOnlyHelp,
    IdeaIsFull,
    IdeaRests,
    MeetingEndsTooEarly,
    MeetingInThePast,
)
from quarters.ideas.joining import hand_over, join, leave
from quarters.ideas.links import joiner_behind, own_token, runner_behind
from quarters.ideas.meeting import call_off, set_meeting
from quarters.ideas.moving import move, runner_of
from quarters.ideas.stages import Stage
from quarters.models import Contribution, Initiative, InitiativePerson
from tests.conftest import Cast
from tests.quarters.ideas.making import DAY, HOUR, make_idea, make_joiner, make_running, somebody

pytestmark = pytest.mark.django_db


def told(reason: str) -> list[Any]:
    return [one.recipient for one in Message.objects.filter(reason=reason).exclude(state="cancelled").order_by("pk")]


def test_the_first_who_joins_makes_it_found_people(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    joiner = make_joiner(row, now, brings="Kaffee")
    row.refresh_from_db()
    assert (row.stage, row.people.count()) == (Stage.PEOPLE, 2)
    assert told("idea_welcome") == [joiner.person]
    assert told("idea_joined") == [runner_of(row).person]  # type: ignore[union-attr]


def test_nobody_joins_twice_nor_what_is_not_public_or_rests(cast: Cast, now: dt.datetime) -> None:
    row, who = make_idea(cast, now), somebody()
    join(row, who=who, now=now)
    with pytest.raises(AlreadyInIt):
        join(row, who=who, now=now)
    with pytest.raises(IdeaRests):
        make_joiner(make_idea(cast, now, is_public=False), now)
    move(row, Stage.ENDED, by=None, now=now)
    with pytest.raises(IdeaRests):
        make_joiner(row, now)


def test_where_all_places_are_taken_nobody_joins(cast: Cast, now: dt.datetime) -> None:
    row = change_page(make_idea(cast, now), places=2, now=now)
    make_joiner(row, now)
    with pytest.raises(IdeaIsFull):
        make_joiner(row, now)


def test_the_runner_sees_a_number_only_where_it_was_agreed(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    make_joiner(row, now, "Olga Weiß", may_reach=False)
    message = Message.objects.get(reason="idea_joined")
    assert "Olga" not in words_for(message).body


def test_who_leaves_is_gone_and_hears_nothing_more(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    joiner = make_joiner(row, now)
    for _ in range(2):
        leave(joiner, by=joiner.person, now=now)
    assert row.people.count() == 1
    assert not told("idea_welcome")
    assert not told("idea_joined")


def test_without_whoever_runs_it_it_pauses_and_all_hear_it(cast: Cast, now: dt.datetime) -> None:
    row = make_running(cast, now - HOUR)
    joiner = make_joiner(row, now)
    leave(runner_of(row), by=None, now=now)  # type: ignore[arg-type]
    row.refresh_from_db()
    assert row.stage == Stage.PAUSED
    assert told("idea_rest") == [joiner.person]


def test_what_nobody_has_seen_yet_goes_with_whoever_brought_it(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now, is_public=False)
    leave(row.people.get(), by=None, now=now)
    assert not Initiative.objects.exists()
    assert not Contribution.objects.exists()
    assert not told("idea_received")


def test_handing_over_ends_the_old_link_and_gives_a_new_one(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    before, joiner = row.people.get(), make_joiner(row, now)
    token = own_token(before)
    assert runner_behind(token, now=now) == before
    for _ in range(2):
        hand_over(row, to=joiner, now=now)
    assert (runner_of(row), runner_behind(token, now=now)) == (joiner, None)
    assert row.people.count() == 2
    assert told("idea_yours") == [joiner.person]


def test_a_link_of_one_errand_opens_no_other(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    assert joiner_behind(own_token(row.people.get()), now=now) is None
    assert runner_behind(own_token(make_joiner(row, now)), now=now) is None
    assert runner_behind("x.y", now=now) is None


def test_who_works_here_never_runs_it(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    helper = join(row, who=somebody(user=cast.helper), now=now)
    with pytest.raises(HelpersOnlyHelp):
        hand_over(row, to=helper, now=now)


def test_a_meeting_is_told_to_all_but_whoever_set_it(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    runner, joiner = row.people.get(), make_joiner(row, now)
    for _ in range(2):
        set_meeting(row, at=now + DAY, until=now + DAY + HOUR, where="Treff", by=runner.person, now=now)
    row.refresh_from_db()
    assert row.stage == Stage.MEETING
    assert told("idea_meeting") == [joiner.person]
    assert "Wo: Treff" in words_for(Message.objects.get(reason="idea_meeting")).body


def test_of_a_changed_meeting_only_the_new_date_is_told(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    joiner = make_joiner(row, now)
    set_meeting(row, at=now + DAY, where="Treff", by=None, now=now)
    set_meeting(row, at=now + 2 * DAY, where="Treff", by=None, now=now + HOUR)
    assert told("idea_meeting").count(joiner.person) == 1
    call_off(row, by=None, now=now + HOUR)
    assert not told("idea_meeting")
    assert joiner.person in told("idea_called_off")


def test_a_meeting_lies_ahead_and_ends_after_it_begins(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    with pytest.raises(MeetingInThePast):
        set_meeting(row, at=now, where="Treff", by=None, now=now)
    with pytest.raises(MeetingEndsTooEarly):
        set_meeting(row, at=now + DAY, until=now + DAY, where="Treff", by=None, now=now)
    move(row, Stage.PAUSED, by=None, now=now)
    with pytest.raises(IdeaRests):
        set_meeting(row, at=now + DAY, where="Treff", by=None, now=now)


def test_every_message_has_words(cast: Cast, now: dt.datetime) -> None:
    row = make_running(cast, now - HOUR)
    joiner = make_joiner(row, now)
    hand_over(row, to=joiner, now=now)
    move(row, Stage.PAUSED, by=None, now=now)
    for message in Message.objects.filter(reason__startswith="idea"):
        words = words_for(message)
        assert "Spaziergang" in words.subject + words.body, message.reason


def _together(*calls: Callable[[], Any]) -> list[Any]:
    """Each on a connection of its own, at the same moment."""
    gate, found = threading.Barrier(len(calls)), list[Any]()

    def run(call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            found.append(call())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    [one.start() for one in threads]
    [one.join() for one in threads]
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_gets_the_last_place(cast: Cast, now: dt.datetime) -> None:
    row = change_page(make_idea(cast, now), places=2, now=now)
    two = (somebody(), somebody())
    found = _together(*(partial(join, row, who=who, now=now) for who in two))
    assert sorted(type(one).__name__ for one in found) == ["IdeaIsFull", "InitiativePerson"]
    assert InitiativePerson.objects.count() == 2
