"""Who hears what on the way: she herself at each step, whoever accompanies her when somebody comes or waits."""

import datetime as dt
from typing import Any

import pytest

from piano.messaging.models import Message
from piano.messaging.reasons import REASONS
from piano.messaging.words import words_for
from quarters.models import User
from tests.conftest import Cast
from tests.volunteers.path.test_pages import coordinator_of
from tests.volunteers.path.test_steps import make_path, walk
from volunteers.joining import register_interest
from volunteers.models import Path, Step
from volunteers.path import acts
from volunteers.path.waiting import remind_of_waiting

pytestmark = pytest.mark.django_db


def owed(reason: str) -> list[Message]:
    rows = Message.objects.exclude(state="cancelled").filter(reason=reason)
    return list(rows.select_related("recipient").order_by("pk"))


def is_due(message: Message) -> bool:
    return REASONS[message.reason].is_still_due(int(message.subject.partition(":")[2]))


def take(path: Path, *steps: str, by: User, now: dt.datetime) -> None:
    for step in steps:
        acts.take_step(path, step, by=by, now=now)


def test_whoever_writes_to_us_has_it_in_writing_and_staff_hears_of_her(cast: Cast, now: dt.datetime) -> None:
    office = coordinator_of(cast.volunteer.association)
    make_path(cast, now)
    (her,) = owed("path_received")
    assert (her.recipient.email, her.channel) == ("ayse@example.org", "email")
    assert {one.recipient for one in owed("path_new")} == {cast.helper, office}
    assert "Ayşe Demir" in words_for(owed("path_new")[0]).body


def test_whoever_writes_it_down_is_not_told_of_it(cast: Cast, now: dt.datetime) -> None:
    interest = register_interest(name="Olga Weiß", district=cast.district, now=now, phone="0561 77")
    acts.begin_path(interest, came_by="paper", now=now, by=cast.helper)
    assert owed("path_new") == []


def test_who_only_stands_on_a_list_is_not_written_to(cast: Cast, now: dt.datetime) -> None:
    interest = register_interest(name="Olga Weiß", district=cast.district, now=now, email="olga@example.org")
    acts.begin_path(interest, came_by="list", now=now, by=cast.helper)
    assert not Message.objects.filter(reason__startswith="path").exists()
    assert not User.objects.filter(email="olga@example.org").exists()


def test_nobody_is_written_to_whose_address_is_somebody_elses(cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(email="ayse@example.org", family_name="Brandt")
    make_path(cast, now)
    assert owed("path_received") == []


def test_a_number_alone_finds_nobody_elses_account(cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(phone="+49561445566", given_name="Ayşe", family_name="Demir")
    path = make_path(cast, now, email="")
    assert path.interest is not None
    assert path.interest.person not in (None, cast.tenant.user)


def test_steps_of_one_day_are_one_message_with_what_comes_next(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    take(path, Step.TALK, Step.RULES, Step.IDENTITY, by=cast.helper, now=now)
    (message,) = owed("path_step")
    words = words_for(message).body
    assert "Wir lernen uns kennen, Wir besprechen die Regeln, Ihr Ausweis" in words
    assert "Als Nächstes kommt: Verschwiegenheit" in words
    assert "Noch 2 Schritte" in words
    assert message.not_before >= now + dt.timedelta(minutes=30)
    assert cast.helper.full_name not in words


def test_another_day_is_another_message(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    take(path, Step.TALK, by=cast.helper, now=now)
    take(path, Step.RULES, by=cast.helper, now=now + dt.timedelta(days=1))
    assert len(owed("path_step")) == 2
    assert "geschafft: Wir besprechen die Regeln." in words_for(owed("path_step")[1]).body


def test_a_step_taken_back_is_not_told(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    take(path, Step.TALK, by=cast.helper, now=now)
    acts.undo_step(path, Step.TALK, by=cast.helper, now=now)
    assert not is_due(owed("path_step")[0])


def test_the_last_step_says_that_she_is_active_and_nothing_else(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    walk(path, cast, now)
    (message,) = owed("path_active")
    assert is_due(message)
    assert "Sie sind dabei" in words_for(message).subject
    assert [is_due(one) for one in owed("path_step")] == [False]
    acts.undo_step(path, Step.IDENTITY, by=cast.helper, now=now)
    assert owed("path_active") == []


def test_thanks_when_it_goes_no_further_but_never_where_somebody_does_not_fit(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    acts.end_path(path, why="withdrew", by=cast.helper, now=now)
    assert "path_ended" in [one.reason for one in owed("path_ended")]
    acts.resume_path(path, now=now)
    assert owed("path_ended") == []
    acts.end_path(path, why="not_fitting", by=cast.helper, now=now + dt.timedelta(hours=1))
    assert owed("path_ended") == []


@pytest.mark.parametrize(("days", "told"), [(2, 0), (3, 1)])
def test_a_talk_that_nobody_had_is_named_after_three_days(cast: Cast, now: dt.datetime, days: int, told: int) -> None:
    make_path(cast, now - dt.timedelta(days=days))
    remind_of_waiting(now=now)  # a Monday
    assert len(owed("paths_waiting")) == told


def test_who_waits_is_named_once_on_a_day_and_not_every_day(cast: Cast, now: dt.datetime) -> None:
    make_path(cast, now - dt.timedelta(days=20))
    for days in (0, 0, 1, 2):
        remind_of_waiting(now=now + dt.timedelta(days=days))
    (message,) = owed("paths_waiting")
    assert message.recipient == cast.helper
    assert "Ayşe Demir: Gespräch, seit 20 Tagen" in words_for(message).body
    Path.objects.update(ended_at=now, why_ended="withdrew")
    assert not is_due(message)


def test_she_is_reminded_once_and_only_where_it_is_her_turn(cast: Cast, now: dt.datetime) -> None:
    path, before = make_path(cast, now), now - dt.timedelta(days=14)
    take(path, Step.TALK, by=cast.helper, now=before)
    remind_of_waiting(now=now)
    assert owed("path_waits") == []  # the rules are ours to explain
    take(path, Step.RULES, by=cast.helper, now=before)
    remind_of_waiting(now=now)
    remind_of_waiting(now=now + dt.timedelta(days=1))
    (message,) = owed("path_waits")
    assert "Als Nächstes kommt: Ihr Ausweis" in words_for(message).body
    take(path, Step.IDENTITY, by=cast.helper, now=now)
    assert not is_due(message) or "Ihr Ausweis" not in words_for(message).body


def test_nobody_hears_that_she_waits_herself(cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.helper.pk).update(email="ayse@example.org", family_name="Demir")
    make_path(cast, now - dt.timedelta(days=20))
    remind_of_waiting(now=now)
    values: list[Any] = [*owed("paths_waiting"), *owed("path_new")]
    assert values == []
