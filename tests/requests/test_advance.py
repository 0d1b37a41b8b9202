"""Several rows take a step together: all of them, or none."""

import datetime as dt

import pytest
from django.db import transaction
from psycopg.types.range import TimestamptzRange

from requests.advance import advance_many, begin_if_free
from requests.errors import WrongState
from requests.models import Assignment, Offer, StateChange
from requests.states import AssignmentState, OfferState
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers(cast: Cast) -> list[Offer]:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    return list(visit.offers.select_related("visit").order_by("pk"))


def states() -> set[str]:
    return set(Offer.objects.values_list("state", flat=True))


def logged() -> list[tuple[int, str, str]]:
    rows = StateChange.objects.filter(subject="offer").exclude(from_state="").order_by("pk")
    return list(rows.values_list("subject_id", "from_state", "to_state"))


def test_each_is_moved_and_logged_in_the_order_of_its_key(offers: list[Offer], now: dt.datetime) -> None:
    moved = advance_many(offers[::-1], OfferState.WITHDRAWN, by=None, now=now, was_taken=True)
    assert moved == offers
    assert {(offer.state, offer.was_taken) for offer in Offer.objects.all()} == {(OfferState.WITHDRAWN, True)}
    assert {(offer.state, offer.was_taken) for offer in offers} == {(OfferState.WITHDRAWN, True)}
    assert logged() == [(offer.pk, OfferState.OPEN, OfferState.WITHDRAWN) for offer in offers]


def test_a_row_that_shows_an_old_state_is_moved_from_its_true_one(offers: list[Offer], now: dt.datetime) -> None:
    Offer.objects.filter(pk=offers[0].pk).update(state=OfferState.EXPIRED)
    advance_many([offers[0]], OfferState.ACCEPTED, by=None, now=now)
    assert logged() == [(offers[0].pk, OfferState.EXPIRED, OfferState.ACCEPTED)]


def test_none_is_moved_when_one_has_no_such_step(offers: list[Offer], now: dt.datetime) -> None:
    Offer.objects.filter(pk=offers[-1].pk).update(state=OfferState.DECLINED)
    with pytest.raises(WrongState), transaction.atomic():
        advance_many(offers, OfferState.WITHDRAWN, by=None, now=now)
    assert states() == {OfferState.OPEN, OfferState.DECLINED}
    assert logged() == []


def test_each_has_its_own_note(offers: list[Offer], now: dt.datetime) -> None:
    notes = {offer.pk: f"Wort {offer.pk}" for offer in offers}
    advance_many(offers, OfferState.DECLINED, by=None, now=now, note=notes)
    rows = StateChange.objects.filter(subject="offer", to_state=OfferState.DECLINED)
    assert {row.subject_id: row.note for row in rows} == notes


def test_what_another_row_stands_in_the_way_of_is_not_begun_and_not_logged(
    offers: list[Offer], now: dt.datetime
) -> None:
    """The same person at the same time; the transaction goes on."""
    offer, window = offers[0], TimestamptzRange(now, now + dt.timedelta(hours=1))
    rows = [Assignment(visit=offer.visit, person=offer.person, planned_window=window, created_at=now) for _ in range(2)]
    with transaction.atomic():
        begun = [begin_if_free(row, AssignmentState.PLANNED, by=None, now=now) for row in rows]
        assert Assignment.objects.count() == 1
    assert begun == [True, False]
    log = StateChange.objects.filter(subject="assignment").values_list("subject_id", "from_state", "to_state")
    assert list(log) == [(rows[0].pk, "", AssignmentState.PLANNED)]
    assert rows[1].pk is None
