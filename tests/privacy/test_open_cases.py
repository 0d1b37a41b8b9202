"""What still runs, or what somebody still has to do, is never touched, however long it takes."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.phone_list import open_call
from piano.privacy.erasing import erase_overdue
from quarters.models import Consent
from quarters.people.residents import record_consent
from requests.arranged.afterwards import acknowledge_report, read_feedback
from requests.arranged.visits import accept_offer
from requests.models import Feedback, HelpRequest, Referral, Report, Visit
from requests.wishes.referrals import close_referral, refer_call
from tests.conftest import Cast
from tests.privacy.planting import open_case, pass_time, plant_case, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.full]


def erase_after(months: float, *, since: dt.datetime) -> None:
    later = pass_time(months, since=since)
    assert erase_overdue(now=later).failed == set()


def test_while_people_are_asked_not_one_row_changes(cast: Cast, now: dt.datetime) -> None:
    open_case(cast)
    record_consent(person=cast.tenant.user, purpose=Consent.ConsentPurpose.HELP, language="de", now=now)
    before = snapshot()
    erase_after(13, since=now)
    assert snapshot() == before


def test_while_somebody_is_on_the_way_not_one_row_changes(cast: Cast, now: dt.datetime) -> None:
    offer = open_case(cast).offers.select_related("person")[0]
    accept_offer(offer, by=offer.person, now=now)
    Message.objects.filter(state=MessageState.CANCELLED).delete()  # nobody needs them, whatever they were about
    before = snapshot()
    erase_after(13, since=now)
    assert snapshot() == before


def test_the_same_case_is_erased_once_it_is_over(cast: Cast, now: dt.datetime) -> None:
    """The negative control: only the end makes the difference."""
    visit = open_case(cast)
    HelpRequest.objects.update(state="done", ended_at=now)
    erase_after(13, since=now)
    assert not Visit.objects.filter(pk=visit.pk).exists()


def test_a_case_that_was_opened_again_runs(cast: Cast, now: dt.datetime) -> None:
    case = plant_case(cast, cast.tenant, now=now)
    HelpRequest.objects.filter(pk=case.pk).update(state="searching", ended_at=None)
    erase_after(13, since=now)
    case.refresh_from_db()
    assert case.hints


def test_a_worry_keeps_its_case_until_somebody_took_care_of_it(cast: Cast, now: dt.datetime) -> None:
    case = plant_case(cast, cast.tenant, now=now)
    Report.objects.update(needs_call=True, acknowledged_at=None)
    erase_after(13, since=now)
    report = Report.objects.get()
    assert report.note
    acknowledge_report(report, by=cast.helper, now=clock.now())
    erase_after(13, since=now)
    assert not HelpRequest.objects.filter(pk=case.pk).exists()


def test_a_complaint_keeps_its_case_until_somebody_read_it(cast: Cast, now: dt.datetime) -> None:
    case = plant_case(cast, cast.tenant, now=now)
    Feedback.objects.update(was_good=False)
    erase_after(13, since=now)
    feedback = Feedback.objects.get()
    assert feedback.words
    read_feedback(feedback, by=cast.helper, now=clock.now())
    erase_after(13, since=now)
    assert not HelpRequest.objects.filter(pk=case.pk).exists()


def test_a_referral_waits_until_it_is_ticked(cast: Cast, now: dt.datetime) -> None:
    referral = refer_call(kind="emergency", words="Rauch", district=cast.district, by=cast.helper, now=now)
    erase_after(13, since=now)
    later = clock.now()
    close_referral(Referral.objects.get(), by=cast.helper, now=later)
    erase_after(5.9, since=later)
    assert Referral.objects.filter(pk=referral.pk).exists()
    erase_after(6.1, since=later)
    assert not Referral.objects.exists()


def test_a_call_that_nobody_made_yet_keeps_its_message(cast: Cast, now: dt.datetime) -> None:
    open_case(cast)
    message = Message.objects.all()[0]
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=now)
    open_call(message, now=now)
    erase_after(13, since=now)
    assert Message.objects.filter(pk=message.pk).exists()


def test_a_resident_with_one_open_wish_keeps_hints_and_address(cast: Cast, now: dt.datetime) -> None:
    cast.tenant.health_hints = "Gehhilfe"
    cast.tenant.save()
    plant_case(cast, cast.tenant, now=now)
    open_case(cast)
    erase_after(13, since=now)
    cast.tenant.refresh_from_db()
    assert (cast.tenant.health_hints, HelpRequest.objects.count()) == ("Gehhilfe", 1)


def test_a_year_begins_with_the_end_not_with_the_wish(cast: Cast, now: dt.datetime) -> None:
    case = plant_case(cast, cast.tenant, now=now)
    HelpRequest.objects.update(created_at=now - dt.timedelta(days=900))
    erase_after(11.5, since=now)
    assert HelpRequest.objects.filter(pk=case.pk).exists()


def test_a_wish_that_found_nobody_goes_after_six_months(cast: Cast, now: dt.datetime) -> None:
    open_case(cast)
    HelpRequest.objects.update(state="returned", ended_at=now)
    erase_after(5.9, since=now)
    assert HelpRequest.objects.exists()
    erase_after(6.1, since=now)
    assert not HelpRequest.objects.exists()
