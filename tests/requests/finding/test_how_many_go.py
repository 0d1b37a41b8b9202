"""How many go: a helper changes it, one of two falls out, one goes alone in the end."""

import datetime as dt

import pytest

from piano.kit import clock
from requests.arranged.afterwards import report_visit
from requests.arranged.tandem import ONE_IS_ENOUGH, cut_to_one, standing
from requests.arranged.visits import accept_offer, cancel_visit, decline_offer, give_up_assignment
from requests.finding.second_place import NEEDS_TWO, set_people_needed
from requests.models import HelpRequest, Offer, Outcome, Part, StateChange, Trouble, Visit
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_visit, make_volunteer, make_window
from tests.requests.arranged.test_sign_off_pages import signed_in
from tests.requests.asking import text_of
from tests.requests.finding.test_second_place import board, open_of, say_yes
from tests.requests.mishaps.test_trouble import wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """Three were asked, one said yes."""
    cast.shop.people_needed = 2
    cast.shop.save()
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    say_yes(visit)
    return visit


def test_the_helper_changes_how_many_go(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    say_yes(visit)
    helper, case = signed_in(cast.helper), f"/leitstand/anfragen/{visit.help_request.reference}/"
    helper.post(f"{case}wer/", {"people_needed": "2"})
    visit.refresh_from_db()
    assert (visit.people_needed, HelpRequest.objects.get().people_needed) == (2, 2)
    assert NEEDS_TWO in [line.note for line in StateChange.objects.filter(by=cast.helper)]
    drive_visits()
    assert open_of(visit)
    page = text_of(helper.get(f"{case}zu-zweit/"))
    assert "1 von 2 gefunden" in page
    assert "Eine Person genügt" in text_of(helper.post(f"{case}zu-zweit/", {"genuegt": "1"}, follow=True))
    visit.refresh_from_db()
    assert (visit.people_needed, open_of(visit)) == (1, [])
    assert ONE_IS_ENOUGH in [line.note for line in StateChange.objects.filter(by=cast.helper)]
    helper.post(f"{case}zu-zweit/", {"zwei": "1"})
    visit.refresh_from_db()
    assert visit.people_needed == 2


def test_the_same_number_again_changes_nothing(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    before = StateChange.objects.count()
    set_people_needed(visit, 2, by=cast.helper, now=now)
    assert StateChange.objects.count() == before


def test_another_note_leaves_how_many_go_as_it_is(cast: Cast, visit: Visit) -> None:
    case = f"/leitstand/anfragen/{visit.help_request.reference}/"
    signed_in(cast.helper).post(f"{case}wer/", {"wants_gender": "female"})
    visit.refresh_from_db()
    assert (visit.people_needed, HelpRequest.objects.get().wants_gender) == (2, "female")


def test_two_who_go_are_not_sent_home_by_a_number(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    say_yes(visit)
    set_people_needed(visit, 1, by=cast.helper, now=now)
    assert len(standing(visit)) == 2


def test_cut_to_one_looks_for_nobody_any_more(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    say_yes(visit)
    cut_to_one(visit, by=cast.helper, now=now)
    drive_visits()
    assert open_of(visit) == []
    assert "1 von 2" not in board(cast)


def test_one_of_two_falls_out_and_another_is_looked_for(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    other = make_volunteer(cast.district, [cast.shop]).user
    say_yes(visit)
    gone = standing(visit)[1]
    give_up_assignment(gone, by=gone.person, now=now)
    drive_visits()
    assert other in [offer.person for offer in open_of(visit)]
    offer = next(offer for offer in open_of(visit) if offer.person == other)
    accept_offer(offer, by=other, now=now)
    assert Trouble.objects.get().outcome == Outcome.FOUND
    assert wrong() == []


def test_the_only_one_gives_up_and_a_yes_of_the_others_leads(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    first, offer = standing(visit)[0], open_of(visit)[0]
    give_up_assignment(first, by=first.person, now=now)
    accept_offer(offer, by=offer.person, now=now)
    assert [(one.person, one.part) for one in standing(visit)] == [(offer.person, Part.LEAD)]
    assert wrong() == []


def test_what_is_called_off_asks_nobody(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    cancel_visit(visit, by=cast.tenant.user, now=now)
    drive_visits()
    assert open_of(visit) == []
    assert wrong() == []


def test_who_goes_alone_in_the_end_reports_it(cast: Cast, visit: Visit) -> None:
    first = standing(visit)[0]
    machine.travel_to(first.planned_window.upper)
    drive_visits()
    assert open_of(visit) == []
    report_visit(visit, by=first.person, took_place=True, minutes=60, note="", now=clock.now())
    visit.refresh_from_db()
    assert visit.state == VisitState.DONE
    assert "1 von 2" not in board(cast)


def test_who_was_asked_for_another_time_is_asked_anew(cast: Cast, now: dt.datetime) -> None:
    cast.shop.people_needed = 2
    cast.shop.save()
    visit = make_visit(cast.tenant, cast.shop, window=make_window(starts=9, ends=13))
    drive_visits()
    first, other, *_ = open_of(visit)
    Offer.objects.filter(pk=other.pk).update(proposed_start=other.proposed_start + dt.timedelta(hours=1))
    accept_offer(first, by=first.person, now=now)
    other.refresh_from_db()
    assert other.state == OfferState.WITHDRAWN
    for offer in open_of(visit):
        decline_offer(offer, by=offer.person, now=now)
    drive_visits()
    assert [(one.person, one.proposed_start) for one in open_of(visit)] == [(other.person, first.proposed_start)]
