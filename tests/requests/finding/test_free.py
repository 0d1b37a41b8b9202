"""What nobody said yes to: a volunteer who may and can go reads it without having been asked, and takes it with one button."""

import datetime as dt

import pytest

from piano.messaging.models import Message
from quarters.models import Block, User
from requests.arranged.visits import cancel_visit, decline_offer
from requests.errors import NoLongerPossible, OfferTaken
from requests.finding.free import free_for, take_free
from requests.finding.suggesting import suggest_times
from requests.invariants import broken
from requests.models import Assignment, StateChange, Visit
from requests.people.suspending import suspend
from requests.states import VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_visit, make_volunteer, make_window
from tests.requests.arranged.test_sign_off_pages import signed_in
from tests.requests.asking import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast: Cast, now: dt.datetime) -> Visit:
    """All three have said no; a helper decides."""
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    for offer in visit.offers.select_related("person"):
        decline_offer(offer, by=offer.person, now=now)
    visit.refresh_from_db()
    assert visit.state == VisitState.DECISION
    return visit


@pytest.fixture
def her(cast: Cast, visit: Visit) -> User:
    """She has joined since."""
    return make_volunteer(cast.district, [cast.shop]).user


def take(visit: Visit, her: User, now: dt.datetime) -> Visit:
    return take_free(visit.reference, start=visit.wish_window.lower, by=her, now=now)


def test_who_may_and_can_reads_it_and_takes_it_with_one_button(cast: Cast, visit: Visit, her: User) -> None:
    client = signed_in(her)
    page = client.get("/einsatz/")
    assert "Hier fehlt noch jemand" in text_of(page)
    assert cast.tenant.user.family_name not in text_of(page)
    form = {"visit": visit.reference, "start": visit.wish_window.lower.isoformat()}
    for _ in range(2):
        answer = client.post("/einsatz/frei/", form, follow=True)
        assert cast.tenant.user.addressed_name in text_of(answer)
    assert Assignment.objects.get().person == her
    assert Message.objects.filter(reason="arranged_tenant", recipient=cast.tenant.user).count() == 1
    assert StateChange.objects.get(subject="visit", to_state="arranged").by == her
    assert "Hier fehlt" not in text_of(client.get("/einsatz/"))
    assert [one.code for one, _rows in broken()] == []


def test_who_said_no_reads_nothing_of_it(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    assert free_for(cast.volunteer.user, now=now) == []


def test_while_others_are_asked_nobody_overtakes_them(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    her = make_volunteer(cast.district, [cast.shop]).user
    assert free_for(her, now=now) == []
    with pytest.raises(NoLongerPossible):
        take(visit, her, now)


def test_the_rules_are_the_same(cast: Cast, visit: Visit, her: User, now: dt.datetime) -> None:
    Block.objects.create(person=cast.tenant.user, other=her, created_at=now)
    assert free_for(her, now=now) == []
    with pytest.raises(NoLongerPossible):
        take(visit, her, now)


def test_a_suspended_one_takes_nothing(cast: Cast, visit: Visit, her: User, now: dt.datetime) -> None:
    suspend(her.volunteer, reason="x", by=cast.helper, now=now)
    with pytest.raises(NoLongerPossible):
        take(visit, her, now)


def test_only_the_time_that_was_read_counts(visit: Visit, her: User, now: dt.datetime) -> None:
    with pytest.raises(NoLongerPossible):
        take_free(visit.reference, start=visit.wish_window.lower + dt.timedelta(minutes=5), by=her, now=now)


def test_somebody_was_faster(cast: Cast, visit: Visit, her: User, now: dt.datetime) -> None:
    other = make_volunteer(cast.district, [cast.shop]).user
    take(visit, other, now)
    with pytest.raises(OfferTaken):
        take(visit, her, now)
    form = {"visit": visit.reference, "start": visit.wish_window.lower.isoformat()}
    assert "Jemand war schneller" in text_of(signed_in(her).post("/einsatz/frei/", form, follow=True))


def test_what_is_called_off_is_not_free(cast: Cast, visit: Visit, her: User, now: dt.datetime) -> None:
    cancel_visit(visit, by=cast.tenant.user, now=now)
    assert free_for(her, now=now) == []
    with pytest.raises(NoLongerPossible):
        take(visit, her, now)


def test_only_volunteers_take_and_only_with_a_post(cast: Cast, visit: Visit, her: User) -> None:
    form = {"visit": visit.reference, "start": visit.wish_window.lower.isoformat()}
    assert signed_in(cast.tenant.user).post("/einsatz/frei/", form).status_code == 404
    for no_time in ("bald", "2026-13-45T10:00:00+01:00", "2026-11-30T10:00:00"):
        assert signed_in(her).post("/einsatz/frei/", form | {"start": no_time}).status_code == 404
    assert signed_in(her).get("/einsatz/frei/").status_code == 405
    assert signed_in(her).post("/einsatz/frei/", form | {"visit": "gibtsnicht"}).status_code == 302
    assert not Assignment.objects.exists()


def test_what_a_helper_has_taken_in_hand_since_is_not_free(
    cast: Cast, visit: Visit, her: User, now: dt.datetime
) -> None:
    Visit.objects.filter(pk=visit.pk).update(cared_at=now, cared_by=cast.helper)
    assert free_for(her, now=now) == []
    with pytest.raises(NoLongerPossible):
        take(visit, her, now)


def test_while_the_tenant_is_asked_about_another_time_nobody_takes_it(
    cast: Cast, visit: Visit, her: User, now: dt.datetime
) -> None:
    suggest_times(visit, windows=[make_window(4, 14, 16)], by=cast.helper, now=now)
    assert free_for(her, now=now) == []
    with pytest.raises(NoLongerPossible):
        take(visit, her, now)
