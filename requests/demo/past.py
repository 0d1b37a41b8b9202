"""A month of visits that are over, written in bulk with the log rows that the verbs would have left."""

import datetime as dt
import random

from psycopg.types.range import TimestamptzRange

from piano.kit import clock
from quarters.models import Category, Resident, User
from requests.models import Assignment, Feedback, HelpRequest, Offer, Report, Source, StateChange, Visit
from requests.states import AssignmentState, OfferState, RequestState, VisitState
from volunteers.models import Volunteer

VISITS, DAYS = 220, 30
THANKS = (
    "Vielen Dank, das war eine große Hilfe.",
    "So nett, bitte wieder.",
    "Danke! Wir haben viel gelacht.",
    "Alles bestens, herzlichen Dank.",
)
WISHES = {
    "shop": "Brot, Milch und ein Kasten Wasser",
    "doc": "Termin in der Praxis, allein ist es zu weit",
    "forms": "Ein Brief vom Amt, den ich nicht verstehe",
    "visit": "Jemand zum Reden wäre schön",
    "walk": "Einmal um den Block an die Luft",
    "tech": "Das Telefon klingelt nicht mehr",
}


def write_past(
    dice: random.Random,
    residents: list[Resident],
    volunteers: list[Volunteer],
    categories: list[Category],
    *,
    now: dt.datetime,
) -> int:
    """Each volunteer has at most one visit a day, so nobody is in two places. Returns how many visits were written."""
    slots = _slots(dice, volunteers, now)
    past = [
        _Past(dice, dice.choice(residents), volunteer, dice.choice(categories), start) for volunteer, start in slots
    ]
    HelpRequest.objects.bulk_create(item.request for item in past)
    Visit.objects.bulk_create(item.visit for item in past)
    Offer.objects.bulk_create(item.offer for item in past)
    Assignment.objects.bulk_create(item.assignment for item in past)
    Report.objects.bulk_create(item.report for item in past)
    Feedback.objects.bulk_create(item.feedback for item in past if item.feedback)
    StateChange.objects.bulk_create(row for item in past for row in item.log())
    return len(past)


def _slots(dice: random.Random, volunteers: list[Volunteer], now: dt.datetime) -> list[tuple[Volunteer, dt.datetime]]:
    today = clock.local(now).date()
    days = [today - dt.timedelta(days=ago) for ago in range(1, DAYS + 1)]
    pairs = [(volunteer, day) for volunteer in volunteers for day in days if day.weekday() < 6]
    chosen = dice.sample(pairs, min(VISITS, len(pairs)))
    return [(volunteer, clock.at(day, dt.time(dice.randint(9, 16), dice.choice([0, 30])))) for volunteer, day in chosen]


class _Past:
    """One visit that was asked for, found, made, reported, and mostly thanked for."""

    def __init__(
        self, dice: random.Random, resident: Resident, volunteer: Volunteer, category: Category, start: dt.datetime
    ) -> None:
        minutes = category.minutes_from
        self.person: User = volunteer.user
        self.start = start
        self.asked, self.found = start - dt.timedelta(days=2), start - dt.timedelta(days=1, hours=4)
        self.ends = start + dt.timedelta(minutes=minutes)
        self.told = self.ends + dt.timedelta(hours=1)
        self.request = self._request(resident, category)
        self.visit = self._visit(minutes)
        self.offer, self.assignment = self._offer(), self._assignment()
        self._tell(dice, minutes)

    def _request(self, resident: Resident, category: Category) -> HelpRequest:
        return HelpRequest(
            resident=resident,
            category=category,
            district=resident.district,
            state=RequestState.DONE,
            source=Source.WEB if resident.user.email else Source.PHONE,
            asked_by=resident.user if resident.user.email else None,
            wish=WISHES.get(category.code, ""),
            wish_time=clock.say_moment(self.start),
            created_at=self.asked,
            ended_at=self.told,
        )

    def _visit(self, minutes: int) -> Visit:
        return Visit(
            help_request=self.request,
            state=VisitState.DONE,
            wish_window=TimestamptzRange(self.start, self.ends),
            minutes=minutes,
            rounds=1,
            created_at=self.asked,
            ended_at=self.told,
        )

    def _offer(self) -> Offer:
        return Offer(
            visit=self.visit,
            person=self.person,
            state=OfferState.ACCEPTED,
            proposed_start=self.start,
            reasons=["wohnt in der Nähe"],
            asked_at=self.asked,
            answer_by=self.asked + dt.timedelta(hours=24),
            answered_at=self.found,
        )

    def _assignment(self) -> Assignment:
        return Assignment(
            visit=self.visit,
            person=self.person,
            state=AssignmentState.DONE,
            planned_window=TimestamptzRange(self.start, self.ends),
            created_at=self.found,
        )

    def _tell(self, dice: random.Random, minutes: int) -> None:
        """The report, and mostly a word of thanks."""
        spent = minutes + dice.choice([-10, 0, 0, 5, 15])
        self.report = Report(
            visit=self.visit, reported_by=self.person, took_place=True, minutes=max(10, spent), reported_at=self.told
        )
        words = dice.choice(THANKS) if dice.random() < 0.7 else ""
        self.feedback = (
            Feedback(visit=self.visit, was_good=True, words=words, given_at=self.told, read_at=self.told)
            if words
            else None
        )

    def log(self) -> list[StateChange]:
        """The steps in the order in which the verbs take them."""
        steps: list[tuple[str, int, str, str, dt.datetime]] = [
            ("request", self.request.pk, "", RequestState.SEARCHING, self.asked),
            ("visit", self.visit.pk, "", VisitState.OPEN, self.asked),
            ("offer", self.offer.pk, "", OfferState.OPEN, self.asked),
            ("visit", self.visit.pk, VisitState.OPEN, VisitState.OFFERED, self.asked),
            ("offer", self.offer.pk, OfferState.OPEN, OfferState.ACCEPTED, self.found),
            ("assignment", self.assignment.pk, "", AssignmentState.PLANNED, self.found),
            ("visit", self.visit.pk, VisitState.OFFERED, VisitState.ARRANGED, self.found),
            ("request", self.request.pk, RequestState.SEARCHING, RequestState.ARRANGED, self.found),
            ("assignment", self.assignment.pk, AssignmentState.PLANNED, AssignmentState.DONE, self.told),
            ("visit", self.visit.pk, VisitState.ARRANGED, VisitState.DONE, self.told),
            ("request", self.request.pk, RequestState.ARRANGED, RequestState.DONE, self.told),
        ]
        return [
            StateChange(
                subject=subject,
                subject_id=pk,
                help_request=self.request,
                from_state=before,
                to_state=after,
                by=self.person if moment != self.asked else None,
                at=moment,
            )
            for subject, pk, before, after, moment in steps
        ]
