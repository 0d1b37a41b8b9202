"""Several searches that are due together: the best for all at once, nobody asked twice, the same rules as for a single one."""

import datetime as dt
from typing import Any

import pytest

from piano.kit import clock
from piano.messaging.models import Message
from quarters.models import Acquaintance
from requests.arranged.visits import cancel_visit
from requests.finding.timing import ASKED_AT_ONCE
from requests.models import DueWork, HelpRequest, Offer, StateChange, Visit, WorkKind
from requests.policies.plain import Plan, Snapshot, Step, Who
from requests.policies.shipped import NORMAL
from requests.rounds import applying
from requests.rounds.running import run_round
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits, search_together
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import (
    HERE,
    allow_care,
    make_care_worker,
    make_category,
    make_resident,
    make_visit,
    make_volunteer,
    make_window,
)

pytestmark = pytest.mark.django_db


def searches() -> list[tuple[int, dt.datetime]]:
    rows = DueWork.objects.filter(kind=WorkKind.MATCH, done_at=None, due_at__lte=clock.now())
    return list(rows.values_list("visit_id", "due_at"))


def asked_for(visit: Visit) -> list[Any]:
    return [offer.person for offer in visit.offers.filter(state=OfferState.OPEN).order_by("pk")]


def test_each_visit_gets_its_wave_with_log_message_and_next_step(cast: Cast, now: dt.datetime) -> None:
    for _ in range(3):
        make_volunteer(cast.district, [cast.shop])
    visits = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
    assert run_round([visit.pk for visit in visits], now=now).asked == 2
    for visit in visits:
        visit.refresh_from_db()
        assert (visit.state, visit.rounds) == (VisitState.OFFERED, 1)
        offers = list(visit.offers.all())
        assert len(offers) == ASKED_AT_ONCE
        assert StateChange.objects.get(subject="visit", subject_id=visit.pk, to_state="offered").note == "3 gefragt"
        assert StateChange.objects.filter(subject="offer", subject_id__in=[one.pk for one in offers]).count() == 3
        assert Message.objects.filter(subject__in=[f"offer:{one.pk}" for one in offers], reason="offer").count() == 3
        pending = visit.due_work.filter(done_at=None).values_list("kind", flat=True)
        assert set(pending) == {WorkKind.EXPIRE, WorkKind.GIVE_BACK, WorkKind.ALERT}


def test_nobody_is_asked_twice_in_a_round(cast: Cast, now: dt.datetime) -> None:
    visits = [make_visit(cast.tenant, cast.shop) for _ in range(3)]
    run_round([visit.pk for visit in visits], now=now)
    assert [len(asked_for(visit)) for visit in visits] == [1, 1, 1]
    assert len({person for visit in visits for person in asked_for(visit)}) == 3


def test_a_round_begins_with_the_policy_of_its_own_day(cast: Cast) -> None:
    earlier = Snapshot(Plan((Step(Who.WRITING, at_once=1),)), "normal").as_json()
    visits = [make_visit(cast.tenant, cast.shop, window=make_window(days=days)) for days in (3, 5)]
    Visit.objects.update(policy=earlier)
    drive_visits()
    for visit in visits:
        visit.refresh_from_db()
        assert visit.state == VisitState.OFFERED
        assert Snapshot.from_json(visit.policy).plan == NORMAL


def test_who_is_scarce_goes_where_nobody_else_can(cast: Cast, now: dt.datetime) -> None:
    """One after the other, the first visit would take the only one who speaks Turkish."""
    near = make_volunteer(cast.district, [cast.shop], languages=["de", "tr"], longitude=HERE[1])
    easy = make_visit(cast.tenant, cast.shop)
    rare = make_visit(cast.tenant, cast.shop, needs_language="tr")
    run_round([easy.pk, rare.pk], now=now)
    assert asked_for(rare) == [near.user]
    assert near.user not in asked_for(easy)


def test_the_urgent_comes_first_when_there_are_too_few(cast: Cast, now: dt.datetime) -> None:
    for volunteer in cast.volunteers[1:]:
        volunteer.delete()
    usual = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
    urgent = make_visit(cast.tenant, cast.shop, urgency="urgent")
    assert run_round([*(visit.pk for visit in usual), urgent.pk], now=now).asked == 1
    assert asked_for(urgent) == [cast.volunteer.user]


def test_whoever_found_nobody_in_a_round_comes_first_in_the_next(cast: Cast) -> None:
    for volunteer in cast.volunteers[1:]:
        volunteer.delete()
    visits = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
    asked, alone = search_together(searches(), now=clock.now())
    assert (asked, alone) == (1, set())
    drive_visits()
    assert [len(asked_for(visit)) for visit in visits] == [1, 1]


def test_without_anybody_a_human_decides_as_for_a_single_one(cast: Cast) -> None:
    nobody_does_it = make_category("curtains")
    visits = [make_visit(cast.tenant, nobody_does_it) for _ in range(2)]
    drive_visits()
    assert set(Visit.objects.filter(pk__in=[v.pk for v in visits]).values_list("state", flat=True)) == {"decision"}


def test_what_needs_another_step_than_asking_is_taken_by_itself(cast: Cast, now: dt.datetime) -> None:
    make_care_worker(cast.district)
    care = make_category("care", level="P", who="professional")
    unknown = make_visit(make_resident(cast.district, is_known=False), cast.shop)
    professional = allow_care(make_visit(cast.tenant, care), by=cast.helper)
    usual = make_visit(cast.tenant, cast.shop)
    drive_visits()
    states = [Visit.objects.get(pk=one.pk).state for one in (unknown, professional, usual)]
    assert states == [VisitState.HELD, VisitState.ON_CALL, VisitState.OFFERED]


def test_at_night_the_urgent_wakes_no_neighbours_in_a_round_either(cast: Cast) -> None:
    visits = [make_visit(cast.tenant, cast.shop, urgency="urgent") for _ in range(2)]
    with machine.at(clock.at(clock.today(), dt.time(22))):
        drive_visits()
    assert not Offer.objects.filter(visit__in=visits).exists()


@pytest.fixture
def computed(cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two visits in a round that stops between computing and writing, until the fixture's value is called."""
    visits = [make_visit(cast.tenant, cast.shop) for _ in range(2)]
    kept: list[tuple[Any, ...]] = []
    monkeypatch.setattr("requests.rounds.running.apply_batch", lambda *args, **more: kept.append((args, more)) or 0)
    run_round([visit.pk for visit in visits], now=now)
    monkeypatch.undo()
    ((args, more),) = kept
    return visits, lambda: applying.apply_batch(*args, **more)


def test_what_was_called_off_meanwhile_is_left_alone(computed: Any, cast: Cast, now: dt.datetime) -> None:
    (first, second), write = computed
    cancel_visit(first, by=cast.helper, now=now)
    assert write() == 1
    assert asked_for(first) == []
    assert asked_for(second)


def test_what_another_has_asked_for_meanwhile_is_not_asked_again(computed: Any, now: dt.datetime) -> None:
    (_first, _second), write = computed
    drive_visits()
    before = Offer.objects.count()
    assert write() == 0
    assert Offer.objects.count() == before


def test_another_time_is_another_question(computed: Any) -> None:
    (first, _), write = computed
    lower, upper = first.wish_window.lower, first.wish_window.upper + dt.timedelta(hours=1)
    Visit.objects.filter(pk=first.pk).update(wish_window=(lower, upper))
    assert write() == 1
    assert asked_for(first) == []


def test_who_paused_meanwhile_is_not_asked(computed: Any, cast: Cast) -> None:
    visits, write = computed
    cast.volunteers[0].state = "paused"
    cast.volunteers[0].save()
    write()
    assert cast.volunteers[0].user not in [person for visit in visits for person in asked_for(visit)]


def test_what_has_to_be_held_meanwhile_is_not_asked(computed: Any, cast: Cast) -> None:
    _, write = computed
    Acquaintance.objects.all().delete()
    assert write() == 0
    assert not Offer.objects.exists()


def test_a_visit_that_fails_stops_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A poison row breaks the whole round; each by itself, only it fails and is put off."""
    poison, *others = [make_visit(cast.tenant, cast.shop) for _ in range(3)]
    bad = HelpRequest.objects.get(visits=poison)
    from requests.finding import searching

    real = searching.first_step

    def fails(visit: Visit, *, now: dt.datetime) -> Any:
        if visit.help_request_id == bad.pk:
            raise ValueError("poison")
        return real(visit, now=now)

    monkeypatch.setattr("requests.finding.searching.first_step", fails)
    monkeypatch.setattr("requests.rounds.running.first_step", fails)
    assert drive_visits() == 2
    assert all(asked_for(visit) for visit in others)
    assert poison.due_work.get(kind=WorkKind.MATCH, done_at=None).due_at > clock.now()
