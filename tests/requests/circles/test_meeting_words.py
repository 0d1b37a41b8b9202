"""A team hears of its meetings, that one falls out, and what somebody took on is due today."""

import datetime as dt

import pytest
from django.test import Client

from helpers.circles.errors import MeetingIsClosed
from helpers.circles.meetings import call_meeting, call_off, decide, remind_of_decisions, tick, write_minutes
from helpers.circles.members import add_member, end_member
from helpers.models import CircleMeeting, CircleRole
from piano.kit import clock
from piano.messaging.models import Message
from tests.conftest import Cast
from tests.factories import make_care_worker
from tests.requests.circles.sitting import A_DAY, Sitting, make_sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    return make_sitting(cast)


def call(sitting: Sitting, cast: Cast, now: dt.datetime, *, days: int = 3) -> CircleMeeting:
    return call_meeting(sitting.circle, starts_at=now + days * A_DAY, place="Treff", by=cast.helper, now=now)


def told(reason: str) -> set[int]:
    rows = Message.objects.filter(reason=reason).exclude(state="cancelled")
    return set(rows.values_list("recipient", flat=True))


def test_everybody_in_the_team_hears_of_it_but_who_called_it(cast: Cast, sitting: Sitting, now: dt.datetime) -> None:
    call(sitting, cast, now)
    call(sitting, cast, now)
    assert told("team_meeting") == {person.pk for person in sitting.people.values()} - {cast.helper.pk}
    assert Message.objects.filter(reason="team_meeting").count() == len(sitting.people) - 1


def test_who_stands_in_on_that_day_is_invited(cast: Cast, sitting: Sitting, now: dt.datetime) -> None:
    nurse, deputy = sitting.places[CircleRole.CARE], make_care_worker(cast.district)
    first = clock.today() + 2 * A_DAY
    facts = {"valid_from": first, "valid_until": first + 4 * A_DAY, "stands_in_for": nurse, "by": cast.helper}
    add_member(sitting.circle, deputy, role=CircleRole.CARE, **facts)  # type: ignore[arg-type]
    call(sitting, cast, now, days=1)
    assert deputy.pk not in told("team_meeting")
    call(sitting, cast, now, days=3)
    assert deputy.pk in told("team_meeting")


def test_called_off_everybody_hears_it_and_nobody_the_invitation(
    cast: Cast, sitting: Sitting, now: dt.datetime
) -> None:
    meeting = call(sitting, cast, now)
    for _time in range(2):
        call_off(meeting, by=cast.helper, now=now)
    assert told("team_meeting") == set()
    assert len(told("team_meeting_off")) == len(sitting.people) - 1
    assert Message.objects.filter(reason="team_meeting_off").count() == len(sitting.people) - 1
    with pytest.raises(MeetingIsClosed):
        write_minutes(meeting, words="x", topics=0, by=cast.helper, now=now)
    with pytest.raises(MeetingIsClosed):
        decide(meeting, words="x", who=cast.helper, due_on=clock.today(), now=now)


def test_after_it_was_called_off_the_same_hour_can_be_called_anew(
    cast: Cast, sitting: Sitting, now: dt.datetime
) -> None:
    meeting = call(sitting, cast, now)
    call_off(meeting, by=cast.helper, now=now)
    assert call(sitting, cast, now) != meeting


def test_what_has_minutes_is_not_called_off(cast: Cast, sitting: Sitting, now: dt.datetime) -> None:
    meeting = call(sitting, cast, now)
    write_minutes(meeting, words="Beraten", topics=0, by=cast.helper, now=now)
    with pytest.raises(MeetingIsClosed):
        call_off(meeting, by=cast.helper, now=now)


def test_only_who_leads_calls_it_off(client: Client, cast: Cast, sitting: Sitting, now: dt.datetime) -> None:
    meeting = call(sitting, cast, now)
    page = f"/team/{cast.district.slug}/treffen/{meeting.reference}/"
    client.force_login(sitting.people[CircleRole.CARE])
    assert client.post(f"{page}absage/").status_code == 403
    client.force_login(cast.helper)
    assert client.post(f"{page}absage/").status_code == 302
    assert "Das Treffen ist abgesagt" in client.get(page).content.decode()
    assert "Noch kein Treffen" in client.get(f"/team/{cast.district.slug}/").content.decode()


def test_what_was_taken_on_is_said_on_its_day_once(cast: Cast, sitting: Sitting, now: dt.datetime) -> None:
    nurse = sitting.people[CircleRole.CARE]
    due = clock.today() + 2 * A_DAY
    row = decide(call(sitting, cast, now), words="Rezept", who=nurse, due_on=due, now=now)
    assert remind_of_decisions(now=now + A_DAY) == 0
    for _time in range(2):
        remind_of_decisions(now=now + 2 * A_DAY)
    assert told("team_task") == {nurse.pk}
    assert Message.objects.filter(reason="team_task").count() == 1
    tick(row, by=nurse, now=now)
    assert remind_of_decisions(now=now + 2 * A_DAY) == 0


def test_who_left_the_team_is_reminded_of_nothing(cast: Cast, sitting: Sitting, now: dt.datetime) -> None:
    nurse = sitting.people[CircleRole.CARE]
    decide(call(sitting, cast, now), words="Rezept", who=nurse, due_on=clock.today() + A_DAY, now=now)
    end_member(sitting.places[CircleRole.CARE], day=clock.today(), by=cast.helper)
    assert remind_of_decisions(now=now + A_DAY) == 0
