"""The phone list stays short: one call when it is arranged, everything else said along or done by whoever comes."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import Count
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Channel, Message, MessageState
from piano.messaging.phone_list import put_on_list
from piano.messaging.sending import send_due
from quarters.models import Reach, User
from requests.arranged.afterwards import give_feedback, report_visit
from requests.arranged.visits import accept_offer, assign_person, give_up_assignment
from requests.board import call_list
from requests.board.waiting import due_calls
from requests.finding.timing import tell_soon
from requests.messages import visit_notices
from requests.models import Assignment, Offer
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request
from tests.requests.asking import text_of
from tests.requests.errands import way
from tests.requests.month import Month, live_a_month
from tests.requests.wishes.test_call_page import a_call

pytestmark = pytest.mark.django_db
VISITS, MOST_CALLS = 700, 15.0  # a month, and a working day
SMALL = 0.06
LUCK = 1.5  # 42 visits are a sample: eight throws of the dice gave 13 to 21 calls where 18.9 were due, and 41 to 54 by the control


def by_phone(user: User) -> None:
    User.objects.filter(pk=user.pk).update(reach=Reach.PHONE, email=None)
    user.refresh_from_db()


def arrange(cast: Cast, **facts: Any) -> Assignment:
    make_request(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.select_related("person").order_by("pk")[0]
    accept_offer(offer, by=offer.person, now=clock.now(), **facts)
    return Assignment.objects.get()


def reasons_to(user: User) -> set[str]:
    rows = Message.objects.filter(recipient=user).exclude(state=MessageState.CANCELLED)
    return set(rows.values_list("reason", flat=True))


# In one transaction nothing is vacuumed: it would take twice as long. Equal candidates are told apart by their keys, so that the
# same dice make the same month only where keys begin anew.
@pytest.mark.full
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_a_month_makes_few_calls(cast: Cast) -> None:
    """A sample, for every run: the promise itself is the month of seven hundred."""
    month = live_a_month(cast, visits=round(VISITS * SMALL))
    assert month.calls_a_day <= MOST_CALLS * SMALL * LUCK, said_on_the_phone()
    assert not untold(month), "few calls, because nobody was told"


@pytest.mark.full
@pytest.mark.django_db(transaction=True, reset_sequences=True)  # in one transaction a month would take hours
def test_a_month_of_seven_hundred_visits_makes_fifteen_calls_a_day(cast: Cast) -> None:
    month = live_a_month(cast, visits=VISITS)
    assert month.calls_a_day <= MOST_CALLS, month.calls_a_day
    assert not untold(month)


@pytest.mark.full
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_a_call_for_everything_would_be_too_many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: told at once, and each thing worth a call."""
    monkeypatch.setattr(visit_notices, "tell_soon", lambda *, start, now: now)
    monkeypatch.setattr(call_list, "said_along", list)
    assert live_a_month(cast, visits=round(VISITS * SMALL)).calls_a_day > MOST_CALLS * SMALL * LUCK


def said_on_the_phone() -> list[tuple[str, str, int]]:
    """What the calls were about, for whoever has to find out why they are too many."""
    rows = Message.objects.filter(channel=Channel.PHONE).values_list("reason", "state")
    return list(rows.annotate(times=Count("pk")).order_by("-times"))


def untold(month: Month) -> list[Assignment]:
    """Visits that took place, and whose tenant was neither told of them nor called in vain."""
    rows = Assignment.objects.filter(state="done").select_related("visit__help_request__resident__user")
    heard = set(Message.objects.filter(reason="arranged_tenant", state="sent").values_list("subject", flat=True))
    return [row for row in rows if f"assignment:{row.pk}" not in heard | month.called_in_vain]


def test_a_tenant_by_phone_is_called_once(cast: Cast) -> None:
    by_phone(cast.tenant.user)
    arrange(cast)
    assert reasons_to(cast.tenant.user) == {"arranged_tenant"}


def test_who_goes_and_is_by_phone_is_not_called_at_all(cast: Cast) -> None:
    for volunteer in cast.volunteers:
        by_phone(volunteer.user)
    make_request(cast.tenant, cast.shop)
    drive_visits()
    assert not Offer.objects.exists(), "whoever has to be called is chosen by hand"
    for volunteer in cast.volunteers:
        User.objects.filter(pk=volunteer.user_id).update(reach=Reach.EMAIL, email=f"v{volunteer.pk}@example.org")
    make_request(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.select_related("person").order_by("pk")[0]
    by_phone(offer.person)
    accept_offer(offer, by=offer.person, now=clock.now())
    assert reasons_to(offer.person) <= {"offer"}


def test_what_is_arranged_in_a_day_is_told_next_morning(now: dt.datetime) -> None:
    morning = clock.at(now.date() + dt.timedelta(days=1), dt.time(9))
    assert tell_soon(start=now + dt.timedelta(days=3), now=now) == morning
    assert tell_soon(start=clock.at(morning.date(), dt.time(10)), now=now) == now, "it would be too late"
    friday = clock.at(now.date() + dt.timedelta(days=4), dt.time(16))
    monday = clock.at(now.date() + dt.timedelta(days=7), dt.time(9))
    assert tell_soon(start=monday + dt.timedelta(days=2), now=friday) == monday
    assert tell_soon(start=monday - dt.timedelta(days=1), now=friday) == friday


def test_one_call_says_who_comes_instead(cast: Cast) -> None:
    by_phone(cast.tenant.user)
    going = arrange(cast)
    give_up_assignment(going, by=going.person, now=clock.now())
    assert Message.objects.get(reason="searching_again").not_before > clock.now() + dt.timedelta(days=1)
    drive_visits()
    other = next(one.user for one in cast.volunteers if one.user_id != going.person_id)
    start = going.planned_window.lower
    assign_person(going.visit, person=other, start=start, by=cast.helper, now=clock.now())
    assert Message.objects.get(reason="searching_again").state == MessageState.CANCELLED
    message = Message.objects.get(reason="arranged_tenant", state=MessageState.DUE)
    (row,) = call_list.by_person([put_on_list(message, now=clock.now())])
    assert ", statt " in row.calls[0][1].body


def test_what_is_said_along_makes_no_call(client: Client, cast: Cast) -> None:
    going = arrange(cast)
    by_phone(going.person)
    with machine.at(going.planned_window.upper + dt.timedelta(hours=1)):
        report_visit(
            going.visit, by=going.person, took_place=True, minutes=60, note="", needs_call=False, now=clock.now()
        )
        give_feedback(going.visit, by=cast.tenant.user, was_good=True, words="Danke!", now=clock.now())
        send_due(classes=["a", "b"])
        assert reasons_to(going.person) >= {"thanks"}
        assert call_list.load_call_list(cast.helper, now=clock.now()) == []
        assert not due_calls(cast.helper, clock.now()).exists()
        with_reason = Message.objects.get(reason="arranged_tenant")
        Message.objects.filter(pk=with_reason.pk).update(recipient=going.person)
        with_reason.refresh_from_db()
        put_on_list(with_reason, now=clock.now())
        (row,) = call_list.load_call_list(cast.helper, now=clock.now())
        assert {call.message.reason for call, _words in row.calls} == {"arranged_tenant", "thanks"}


def test_the_line_is_ticked_in_the_acceptance(client: Client, cast: Cast) -> None:
    by_phone(cast.tenant.user)
    make_request(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.select_related("person", "visit").order_by("pk")[0]
    page = client.get(way(offer)).content.decode()
    assert 'name="ruft_an" checked' in page
    assert client.post(way(offer, "zusage"), {"ruft_an": "on"}).status_code == 302
    assert Assignment.objects.get().calls_before
    assert "Sie rufen am Tag vorher kurz an." in text_of(client.get(way(offer)))
    message = Message.objects.get(reason="arranged_tenant")
    (row,) = call_list.by_person([put_on_list(message, now=clock.now())])
    assert "Am Tag vorher ruft" in row.calls[0][1].body


def test_who_reads_mails_needs_no_call(client: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.select_related("person", "visit").order_by("pk")[0]
    assert "ruft_an" not in client.get(way(offer)).content.decode()
    client.post(way(offer, "zusage"), {"ruft_an": "on"})
    assert not Assignment.objects.get().calls_before


def test_who_calls_us_hears_what_was_to_be_said(client: Client, cast: Cast) -> None:
    by_phone(cast.tenant.user)
    arrange(cast)
    client.force_login(cast.helper)
    message = Message.objects.get(reason="arranged_tenant")
    put_on_list(message, now=clock.now())
    page = client.get(f"/leitstand/anruf/?person={cast.tenant.user.reference}")
    assert "Bitte gleich sagen" in text_of(page)
    known = {"person": cast.tenant.user.reference, "family_name": "", "phone": ""}
    client.post("/leitstand/anruf/", a_call(**known))
    message.refresh_from_db()
    assert message.state == MessageState.ON_LIST
    shown = page.context["known"].shown_at.isoformat()
    client.post("/leitstand/anruf/", a_call(**known, said="on", shown_at=shown, words="Milch"))
    message.refresh_from_db()
    assert message.state == MessageState.SENT
