"""The first visit is never alone: somebody on her way goes along, and stays at home when the other one cannot come."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.reasons import REASONS
from requests.arranged.afterwards import report_visit
from requests.arranged.first_visits import say_it_was_good
from requests.arranged.tandem import bring_along
from requests.arranged.visits import give_up_assignment
from requests.errors import NoLongerPossible
from requests.matching import rank_candidates
from requests.models import Assignment, Offer, Visit
from requests.states import AssignmentState, VisitState
from tests import clock as machine
from tests.conftest import Cast
from tests.requests.errands import make_going, way
from tests.volunteers.path.test_steps import make_path, walk
from volunteers.models import Path, Step, StepTaken, Volunteer
from volunteers.path import acts, errors

pytestmark = pytest.mark.django_db


def almost(cast: Cast, now: dt.datetime, *, but: tuple[str, ...] = (Step.FIRST_VISIT,)) -> Volunteer:
    path = make_path(cast, now, level="C")
    walk(path, cast, now, but=but)
    volunteer = Path.objects.get(pk=path.pk).volunteer
    assert volunteer is not None
    return volunteer


def test_with_everything_else_done_she_goes_along(cast: Cast, now: dt.datetime) -> None:
    her, (_offer, going) = almost(cast, now), make_going(cast, now)
    row = bring_along(going.visit, person=her.user, by=cast.helper, now=now)
    assert (row.person, row.part) == (her.user, "tandem")


def test_nobody_asks_her_alone(cast: Cast, now: dt.datetime) -> None:
    her, (_offer, going) = almost(cast, now), make_going(cast, now)
    assert her.user_id not in {one.person_id for one in rank_candidates(going.visit, now=now)}


def test_while_a_step_is_missing_she_does_not_go(cast: Cast, now: dt.datetime) -> None:
    her, (_offer, going) = almost(cast, now, but=(Step.RECORD, Step.FIRST_VISIT)), make_going(cast, now)
    with pytest.raises(NoLongerPossible):
        bring_along(going.visit, person=her.user, by=cast.helper, now=now)


def test_when_the_other_cannot_come_she_stays_at_home(cast: Cast, now: dt.datetime) -> None:
    her, (_offer, going) = almost(cast, now), make_going(cast, now)
    bring_along(going.visit, person=her.user, by=cast.helper, now=now)
    give_up_assignment(going, by=going.person, now=now)
    assert not Assignment.objects.exclude(state=AssignmentState.CANCELLED).exists()
    assert Visit.objects.get().state == VisitState.OPEN


def test_the_helper_finds_her_on_the_page_and_the_step_makes_her_active(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    her, (_offer, going) = almost(cast, now), make_going(cast, now)
    client.force_login(cast.helper)
    page = client.get(f"/leitstand/anfragen/{going.visit.help_request.reference}/zu-zweit/").content.decode()
    assert "Erster Besuch zu zweit" in page
    assert her.user.full_name in page
    acts.take_step(her.paths.get(), Step.FIRST_VISIT, by=cast.helper, now=now, words="Meryem Kaya")
    assert Volunteer.objects.get(pk=her.pk).state == "active"


def together(cast: Cast, now: dt.datetime) -> tuple[Volunteer, Offer, dt.datetime]:
    """They have gone; the moment is an hour after it began."""
    her, (offer, going) = almost(cast, now), make_going(cast, now)
    bring_along(going.visit, person=her.user, by=cast.helper, now=now)
    return her, offer, going.planned_window.lower + dt.timedelta(hours=1)


def state_of(her: Volunteer) -> str:
    return Volunteer.objects.get(pk=her.pk).state


def owed_talks() -> list[Message]:
    return list(Message.objects.filter(reason="path_talk"))


def told(client: Client, offer: Offer, at: dt.datetime, **said: str) -> None:
    with machine.at(at):
        page = client.get(way(offer, "bericht")).content.decode()
        assert "war zum ersten Mal dabei" in page
        client.post(way(offer, "bericht"), {"took_place": "yes", "minutes": "60", "note": "", **said})


def test_that_it_was_good_says_whoever_went_with_her_and_she_is_active(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    her, offer, at = together(cast, now)
    told(client, offer, at, first="good")
    step = StepTaken.objects.get(step=Step.FIRST_VISIT)
    assert (state_of(her), step.noted_by, step.taken_on) == ("active", offer.person, clock.local(at).date())
    assert not REASONS["path_talk"].is_still_due(step.path_id)


@pytest.mark.parametrize("said", [{"first": "talk"}, {}])
def test_else_somebody_of_us_is_asked_to_talk_with_both(
    client: Client, cast: Cast, now: dt.datetime, said: dict[str, str]
) -> None:
    her, offer, at = together(cast, now)
    told(client, offer, at, **said)
    (message, *_others) = owed_talks()
    assert (state_of(her), message.recipient) == ("applied", cast.helper)
    assert REASONS["path_talk"].is_still_due(her.paths.get().pk)
    client.force_login(cast.helper)
    page = client.get(f"/leitstand/mitmachen/{her.paths.get().reference}/").content.decode()
    assert f"zusammen mit {offer.person.full_name}" in page
    assert "Kanarienvogel" not in page


def test_she_herself_does_not_say_that_it_was_good(cast: Cast, now: dt.datetime) -> None:
    her, offer, at = together(cast, now)
    assert not say_it_was_good(offer.visit, by=offer.person, now=at), "before the report"
    report_visit(offer.visit, by=her.user, took_place=True, minutes=60, note="", now=at)
    assert not say_it_was_good(offer.visit, by=her.user, now=at)
    assert not say_it_was_good(offer.visit, by=cast.helper, now=at)
    assert state_of(her) == "applied"
    assert say_it_was_good(offer.visit, by=offer.person, now=at)


def test_a_visit_that_did_not_take_place_is_no_first_visit(cast: Cast, now: dt.datetime) -> None:
    her, offer, at = together(cast, now)
    report_visit(offer.visit, by=offer.person, took_place=False, minutes=0, note="", now=at)
    assert not say_it_was_good(offer.visit, by=offer.person, now=at)
    assert owed_talks() == []
    with pytest.raises(errors.WhoWentAlong):
        acts.take_step(her.paths.get(), Step.FIRST_VISIT, by=cast.helper, now=at)


def test_an_ordinary_report_asks_nothing_of_it(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, going = make_going(cast, now)
    with machine.at(going.planned_window.lower + dt.timedelta(hours=1)):
        assert "zum ersten Mal dabei" not in client.get(way(offer, "bericht")).content.decode()
