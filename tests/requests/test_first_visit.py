"""The first visit is never alone: somebody on her way goes along, and stays at home when the other one cannot come."""

import datetime as dt

import pytest
from django.test import Client

from requests.errors import NoLongerPossible
from requests.matching import rank_candidates
from requests.models import Assignment, Visit
from requests.states import AssignmentState, VisitState
from requests.tandem import bring_along
from requests.visits import give_up_assignment
from tests.conftest import Cast
from tests.requests.errands import make_going
from tests.volunteers.path.test_steps import make_path, walk
from volunteers.models import Path, Step, Volunteer
from volunteers.path import acts

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
    acts.take_step(her.paths.get(), Step.FIRST_VISIT, by=cast.helper, now=now)
    assert Volunteer.objects.get(pk=her.pk).state == "active"
