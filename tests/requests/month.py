"""A month of a quarter, lived through with the real steps: people ask, volunteers answer, staff work their phone list.

The numbers are those of domain 9 and 10: three visits per client and month, two to five per volunteer, and 150 requests
lead to 700 visits. Here more is asked for anew: three of four clients ask for all of the month in one go, the fourth each
time, which makes 350 requests. Six of ten clients are reached by phone, and one of ten volunteers.
"""

import contextlib
import datetime as dt
import logging
import random
from collections import Counter
from dataclasses import dataclass, field

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.planner import analyze
from piano.messaging.models import Channel, Message, MessageState
from piano.messaging.sending import send_due
from piano.messaging.stuck import clear_phone_list
from quarters.models import Reach, Resident, Urgency, User
from requests.arranged.afterwards import report_visit
from requests.arranged.telling import note_call
from requests.arranged.visits import accept_offer, decline_offer, give_up_assignment
from requests.board.call_list import due_calls_to, load_call_list, load_to_say, settle_calls
from requests.finding.decisions import NobodyLeft, ask_more
from requests.models import Assignment, Offer, Source, Tier, Visit
from requests.states import SEARCHING_STATES, STANDING_ASSIGNMENT_STATES, OfferState, VisitState
from requests.sweeps import drive_visits
from requests.wishes.intake import take_request
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import agree_as_called, make_care_worker, make_resident, make_user, make_volunteer, make_wish

DAYS, VISITS_EACH, VISITS_OF_A_VOLUNTEER = 30, 3, 3.5
BY_PHONE, VOLUNTEERS_BY_PHONE = 0.6, 0.1
SOON_EACH = 10  # one wish of ten has to be soon: asked in waves of three hours
SAYS_YES, GIVES_UP, IS_NOT_AT_HOME = 0.5, 0.04, 0.1
COUNTED_EACH = 5  # days: a server counts its tables anew as they grow, here a day takes a second
UNANSWERED = (OfferState.OPEN, OfferState.EXPIRED)
LOOKS = 6  # between a yes and the visit
HOURS = (dt.time(9, 30), dt.time(15, 30))  # of staff on working days, of everybody else on every day
EVENING = dt.time(18, 30)  # the staff is gone; who was asked to call somebody does


@dataclass
class Month:
    """`calls` counts each time that somebody of the staff dialled, by day; `called_in_vain` what could not be said then."""

    cast: Cast
    visits: int
    dice: random.Random
    first: dt.date
    sittings: dict[dt.date, list[tuple[Resident, list[dt.date]]]] = field(default_factory=dict)
    calls: Counter[dt.date] = field(default_factory=Counter)
    called_in_vain: set[str] = field(default_factory=set)
    wishes: int = 0
    read: set[int] = field(default_factory=set)

    @property
    def working_days(self) -> list[dt.date]:
        days = [self.first + dt.timedelta(days=ahead) for ahead in range(DAYS)]
        return [day for day in days if clock.is_working_day(day)]

    @property
    def calls_a_day(self) -> float:
        return sum(self.calls.values()) / len(self.working_days)


def live_a_month(cast: Cast, *, visits: int, seed: int = 7) -> Month:
    month = Month(cast, visits, random.Random(seed), clock.today())
    logging.disable(logging.INFO)
    people_it(month)
    make_care_worker(cast.district)  # has duty all the time
    for ahead in range(DAYS):
        day = month.first + dt.timedelta(days=ahead)
        if ahead % COUNTED_EACH == 0:
            analyze()
        for hour in HOURS:
            machine.stand_at(clock.at(day, hour))
            live_an_hour(month, day, hour)
        machine.stand_at(clock.at(day, EVENING))
        work()
        tell(month)
    logging.disable(logging.NOTSET)
    return month


def people_it(month: Month) -> None:
    dice, cast = month.dice, month.cast
    for _ in range(round(month.visits / VISITS_OF_A_VOLUNTEER)):
        volunteer = make_volunteer(cast.district, [cast.shop], association=cast.volunteer.association)
        if dice.random() < VOLUNTEERS_BY_PHONE:
            User.objects.filter(pk=volunteer.user_id).update(reach=Reach.PHONE, email=None)
    for number in range(round(month.visits / VISITS_EACH)):
        by_phone = int((number + 1) * BY_PHONE) > int(number * BY_PHONE)
        way = {"reach": Reach.PHONE, "email": None} if by_phone else {}
        resident = make_resident(cast.district, make_user(**way))
        plan(month, resident, at_once=number % 4 > 0)


def plan(month: Month, resident: Resident, *, at_once: bool) -> None:
    """On working days, each visit three to nine days after it was asked for, or all of the month at once."""
    dice = month.dice
    days = sorted(
        dice.sample([day for day in month.working_days if day > month.first + dt.timedelta(days=3)], VISITS_EACH)
    )
    groups = [days] if at_once else [[day] for day in days]
    for group in groups:
        asked = max(month.first, group[0] - dt.timedelta(days=dice.randint(3, 9)))
        month.sittings.setdefault(asked, []).append((resident, group))


def live_an_hour(month: Month, day: dt.date, hour: dt.time) -> None:
    if hour == dt.time(9, 30):
        for resident, days in month.sittings.get(day, []):
            ask(month, resident, days)
    work()
    answer(month)
    go(month)
    work()
    if clock.is_working_day(day):
        decide(month)
        while call(month, day):
            work()
    tell(month)


def ask(month: Month, resident: Resident, days: list[dt.date]) -> None:
    if load_to_say(resident.user, now=clock.now()):  # who rings us hears it then
        settle_calls(resident.user, by=month.cast.helper, has_reached=True, shown_at=clock.now(), now=clock.now())
    for day in days:
        begins = month.dice.choice([9, 14])
        window = (clock.at(day, dt.time(begins)), clock.at(day, dt.time(begins + 3)))
        month.wishes += 1
        urgency = Urgency.NORMAL if month.wishes % SOON_EACH else Urgency.SOON
        wish = make_wish(month.cast.shop, window=window, urgency=urgency)
        take_request(resident=resident, wish=wish, source=Source.PHONE, by=month.cast.helper, now=clock.now())


def work() -> None:
    """What beat and workers do all day."""
    while drive_visits():
        pass
    now = clock.now()
    mails = Message.objects.filter(channel=Channel.EMAIL, state=MessageState.DUE, not_before__lte=now)
    mails.update(state=MessageState.SENT, sent_at=now)  # no mail is read here; what makes calls goes its whole way
    send_due(classes=["a", "b", "c"])
    clear_phone_list(now=clock.now())


def answer(month: Month) -> None:
    """Who reads mails answers each of them once, some after the time to answer: a late yes counts while nobody is found.
    Who is by phone is asked in a call of the staff.
    """
    rows = Offer.objects.filter(state__in=UNANSWERED, visit__state__in=SEARCHING_STATES).exclude(pk__in=month.read)
    for offer in rows.filter(person__reach=Reach.EMAIL).select_related("person").order_by("pk"):
        offer.refresh_from_db(fields=["state"])
        if offer.state in UNANSWERED:
            month.read.add(offer.pk)
            say(month, offer)


def say(month: Month, offer: Offer) -> None:
    if month.dice.random() < SAYS_YES:
        with contextlib.suppress(DomainError):  # she has just said yes to another, or the visit lies behind
            if offer.tier == Tier.CARE:
                agree_as_called(offer)
            accept_offer(offer, by=offer.person, now=clock.now(), calls_before=True)
    else:
        decline_offer(offer, by=offer.person, now=clock.now())


def decide(month: Month) -> None:
    """The helper asks the next ones, where there are any."""
    for visit in Visit.objects.filter(state=VisitState.DECISION).order_by("pk"):
        with contextlib.suppress(NobodyLeft):
            ask_more(visit, by=month.cast.helper, now=clock.now())


def go(month: Month) -> None:
    """Some give up beforehand; everybody else goes and reports."""
    rows = (
        Assignment.objects.filter(state__in=STANDING_ASSIGNMENT_STATES).select_related("person", "visit").order_by("pk")
    )
    for assignment in rows:
        if assignment.planned_window.upper <= clock.now():
            visit, person = assignment.visit, assignment.person
            report_visit(visit, by=person, took_place=True, minutes=60, note="", needs_call=False, now=clock.now())
        elif assignment.planned_window.lower > clock.now() and month.dice.random() < GIVES_UP / LOOKS:
            give_up_assignment(assignment, by=assignment.person, now=clock.now())


def call(month: Month, day: dt.date) -> int:
    """One row is one call, whatever there is to say; one in ten is not at home. Returns how many calls."""
    calls = month.calls[day]
    for row in load_call_list(month.cast.helper, now=clock.now()):
        if not due_calls_to([row.person], now=clock.now()).exists():
            continue  # the list as it stands by now: somebody else has said yes meanwhile
        month.calls[day] += 1
        is_there = month.dice.random() >= IS_NOT_AT_HOME
        if not is_there:
            month.called_in_vain |= {one.message.subject for one, _words in row.calls}
        settle_calls(row.person, by=month.cast.helper, has_reached=is_there, shown_at=clock.now(), now=clock.now())
        for offer in Offer.objects.filter(person=row.person, state=OfferState.OPEN).order_by("pk") if is_there else []:
            say(month, offer)
    return month.calls[day] - calls


def tell(month: Month) -> None:
    """Who goes, or has duty, was asked to say on the phone who comes; what then counts is what the product made of it."""
    asked = Message.objects.filter(reason__in=["please_tell", "please_tell_on_duty"], state=MessageState.SENT)
    for message in asked.filter(expires_at__gt=clock.now()).select_related("recipient").order_by("pk"):
        about = {"pk" if message.reason == "please_tell" else "visit": int(message.subject.rpartition(":")[2])}
        assignment = Assignment.objects.filter(state__in=STANDING_ASSIGNMENT_STATES, **about).first()
        is_there = month.dice.random() >= IS_NOT_AT_HOME
        if (
            assignment
            and note_call(assignment, by=message.recipient, has_reached=is_there, now=clock.now())
            and not is_there
        ):
            month.called_in_vain.add(f"assignment:{assignment.pk}")
