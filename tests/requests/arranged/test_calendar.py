"""Calendars of visits, read by somebody else's reader: subscribed to, and carried by mails that enter, move and strike out."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from piano.kit import clock
from piano.kit.calendars import digest_of
from piano.messaging.models import Message
from piano.messaging.sweeps import send_messages, send_urgent_messages
from quarters.models import User
from requests.arranged.feeds import find_visit_feed, make_visit_feed, revoke_visit_feed
from requests.arranged.invitations import sequences_of, write_invitation
from requests.arranged.rescheduling import answer_proposal, propose_time
from requests.arranged.visits import cancel_visit
from requests.models import Assignment, VisitFeed
from requests.people.farewell import record_death
from requests.people.suspending import lift, suspend
from tests import clock as machine
from tests.conftest import Cast
from tests.requests.errands import CANARY, make_going

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(cast: Cast, now: dt.datetime) -> Assignment:
    return make_going(cast, now)[1]


def address(secret: str) -> str:
    return f"/kalender/{secret}.ics"


def events(client: Client, person: User) -> list[tuple[dt.datetime, dt.datetime, str]]:
    answer = client.get(address(make_visit_feed(person, now=clock.now())))
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return [(event.decoded("DTSTART"), event.decoded("DTEND"), str(event["SUMMARY"])) for event in found]


def test_both_sides_read_when_and_one_word(client: Client, cast: Cast, assignment: Assignment) -> None:
    window = assignment.planned_window
    assert events(client, assignment.person) == [(window.lower, window.upper, "Einsatz")]
    assert events(client, cast.tenant.user) == [(window.lower, window.upper, "Besuch")]
    assert events(client, cast.volunteers[2].user) == []


def test_what_was_called_off_stands_in_it_no_more(
    client: Client, assignment: Assignment, cast: Cast, now: dt.datetime
) -> None:
    cancel_visit(assignment.visit, by=cast.tenant.user, reason="", now=now)
    assert events(client, assignment.person) == []


def test_no_name_no_address_no_kind_of_help_stands_in_it(client: Client, cast: Cast, assignment: Assignment) -> None:
    tenant = cast.tenant.user
    for person in (assignment.person, tenant):
        text = client.get(address(make_visit_feed(person, now=clock.now()))).content.decode()
        for secret in (
            tenant.family_name,
            assignment.person.family_name,
            cast.shop.name,
            "straße",
            tenant.phone,
            CANARY,
        ):
            assert not secret or str(secret) not in text, secret


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2026, 10, 25), 4), (dt.date(2027, 3, 28), 2)])
def test_over_both_clock_changes_it_is_as_long_as_it_is(
    client: Client, assignment: Assignment, day: dt.date, hours: int
) -> None:
    window = (clock.at(day, dt.time(1)), clock.at(day, dt.time(4)))
    Assignment.objects.filter(pk=assignment.pk).update(planned_window=window)
    machine.travel_to(window[0])
    [(start, end, _)] = events(client, assignment.person)
    assert end - start == dt.timedelta(hours=hours)
    assert clock.local(start).time() == dt.time(1)
    assert clock.local(end).time() == dt.time(4)


def test_the_address_is_long_and_kept_as_a_digest(client: Client, assignment: Assignment, now: dt.datetime) -> None:
    secret = make_visit_feed(assignment.person, now=now)
    assert len(secret) >= 43  # 256 bits in base64
    assert VisitFeed.objects.get().digest == digest_of(secret)
    answer = client.get(address(secret))
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(address(secret)).status_code == 405


def test_a_new_address_ends_the_one_before_and_revoking_ends_both(
    client: Client, assignment: Assignment, now: dt.datetime
) -> None:
    first, second = (make_visit_feed(assignment.person, now=now) for _ in range(2))
    assert [client.get(address(secret)).status_code for secret in (first, second)] == [404, 200]
    assert revoke_visit_feed(assignment.person, now=now) == 1
    assert revoke_visit_feed(assignment.person, now=now) == 0
    assert client.get(address(second)).status_code == client.get(address("x" * 43)).status_code == 404


def test_who_is_suspended_reads_nothing_from_that_moment(client: Client, cast: Cast, now: dt.datetime) -> None:
    secret = make_visit_feed(cast.volunteer.user, now=now)
    suspension = suspend(cast.volunteer, reason="Wir reden", by=cast.helper, now=now)
    assert client.get(address(secret)).status_code == 404
    client.force_login(User.objects.get(pk=cast.volunteer.user.pk))
    assert client.get("/kalender/").status_code == 404
    lift(suspension, by=cast.helper, now=now)
    assert client.get(address(secret)).status_code == 200


def test_who_left_reads_nothing(cast: Cast, now: dt.datetime) -> None:
    secret = make_visit_feed(cast.volunteer.user, now=now)
    User.objects.filter(pk=cast.volunteer.user.pk).update(is_active=False)
    assert find_visit_feed(secret) is None


def test_on_the_page_the_address_is_shown_once(client: Client, cast: Cast) -> None:
    assert client.get("/kalender/").status_code == 302
    client.force_login(cast.tenant.user)
    assert client.post("/kalender/", {"neu": "ja"}).status_code == 302
    [shown] = re.findall(r"/kalender/([\w-]+)\.ics", client.get("/kalender/").content.decode())
    assert client.get(address(shown)).status_code == 200
    assert shown not in client.get("/kalender/").content.decode()
    client.post("/kalender/", {"ende": "ja"})
    assert client.get(address(shown)).status_code == 404


# mails


def invitations(person: User) -> list[tuple[str, str, int, dt.datetime]]:
    """Method, UID, SEQUENCE and start of what each mail to a person carries, as a mail program reads it."""
    found = []
    for one in mail.outbox:
        for part in one.message().walk():
            if part.get_content_type() == "text/calendar" and person.email in one.to:
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                [event] = calendar.walk("VEVENT")
                assert part.get_param("method") == calendar["METHOD"]
                assert event["ATTENDEE"] == f"mailto:{person.email}"
                found.append((str(calendar["METHOD"]), str(event["UID"]), event["SEQUENCE"], event.decoded("DTSTART")))
    return found


def tenant_now(tenant: User) -> User:
    return User.objects.get(pk=tenant.pk)


def send() -> None:
    send_messages()
    send_urgent_messages()


def test_arranged_moved_and_called_off_are_one_entry_that_counts_up(
    cast: Cast, assignment: Assignment, now: dt.datetime
) -> None:
    person, tenant = assignment.person, cast.tenant.user
    User.objects.filter(pk=tenant.pk).update(email="miriam@example.org", reach="email")
    send()
    later = assignment.planned_window.lower + dt.timedelta(hours=1)
    proposal = propose_time(assignment, start=later, by_tenant=False, by=person, now=now)
    answer_proposal(proposal, agrees=True, by=tenant, now=now)
    send()
    cancel_visit(assignment.visit, by=tenant, reason="", now=now)
    send()
    found = invitations(person)
    assert [method for method, *_ in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({uid for _, uid, *_ in found}) == 1
    numbers = [number for _, _, number, _ in found]
    assert numbers == sorted(set(numbers))
    assert [start for *_, start in found[1:]] == [later, later]
    assert [method for method, *_ in invitations(tenant_now(tenant))][-2:] == ["REQUEST", "CANCEL"]


def test_who_was_told_by_nobody_hears_of_no_end(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    cancel_visit(assignment.visit, by=cast.tenant.user, reason="", now=now)
    assert not Message.objects.filter(reason="called_off_tenant").exists()


def test_of_the_dead_nobody_is_told_that_it_is_called_off(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.tenant.user.pk).update(email="miriam@example.org", reach="email")
    Message.objects.filter(reason="arranged_tenant").update(channel="email", state="sent")
    record_death(cast.tenant, died_on=now.date(), by=cast.helper, now=now)
    (message,) = Message.objects.filter(reason="called_off_tenant")
    assert message.state == "cancelled"


def test_each_person_has_an_entry_of_her_own(cast: Cast, assignment: Assignment, now: dt.datetime) -> None:
    sequence = sequences_of({assignment.visit_id})[assignment.visit_id]
    hers, theirs = (
        Calendar.from_ical(write_invitation(assignment, person, sequence=sequence, now=now).content).walk("VEVENT")[0]
        for person in (assignment.person, cast.tenant.user)
    )
    assert hers["UID"] != theirs["UID"]
    assert [str(event["SUMMARY"]) for event in (hers, theirs)] == ["Einsatz", "Besuch"]
    assert str(hers["STATUS"]) == "CONFIRMED"
