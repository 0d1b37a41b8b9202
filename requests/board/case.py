"""Everything that a helper reads of one case: how far it is, who was asked and why, who could be asked, what happened. Reads only."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.models import TOLD_STATES, Message
from quarters.models import User
from requests.arranged.rescheduling import open_proposal
from requests.arranged.telling import Telling, load_telling
from requests.board.interpreting import OwnLanguage, own_language
from requests.board.posting import letter_about
from requests.finding.bending import Exceptional, load_exceptional
from requests.finding.calling_out import agreement_of, is_for_duty
from requests.finding.ranking import Candidate
from requests.finding.standing_in import waiting
from requests.finding.suggested import open_times
from requests.matching import checking, rank_candidates
from requests.mishaps.trouble_words import Checklist, load_checklist
from requests.models import (
    Assignment,
    CareAgreement,
    Decision,
    DecisionKind,
    Feedback,
    HelpRequest,
    Hold,
    Offer,
    Report,
    StandIn,
    StateChange,
    SuggestedTime,
    TimeProposal,
    Trouble,
    Visit,
)
from requests.policies.plain import Snapshot
from requests.policies.words import say_step
from requests.progress import Key, standing_of, with_visits
from requests.series.shown import shown_visit
from requests.states import OPEN_VISIT_STATES, SEARCHING_STATES, AssignmentState, OfferState, VisitState
from requests.urgency.alerts import with_looks
from requests.urgency.urgent import Care, Countdown, countdown_of, load_care
from requests.wishes.holds import holds_of
from requests.wishes.needed import is_asked

CANDIDATES_SHOWN = 12
LOG_SHOWN = 80
TROUBLES_SHOWN = 6
TROUBLE = ("assignment__person", "ended_by", "visit__help_request__resident__user", "visit__help_request__district")


@dataclass(frozen=True)
class Choice:
    """Somebody who may and can, with the reference that the forms send."""

    candidate: Candidate
    reference: str


@dataclass(frozen=True)
class Line:
    """One line of the log. `who` is empty where nobody but the software did it."""

    at: dt.datetime
    words: str
    who: str
    note: str


@dataclass(frozen=True)
class SearchStep:
    """One step of the visit's own copy of the policy, in words. `stands` is done, now or ahead."""

    words: str
    stands: str


@dataclass(frozen=True)
class Case:
    """A case as it stands at this moment."""

    help_request: HelpRequest
    visit: Visit
    steps: list[Key]
    assignment: Assignment | None
    offers: list[Offer]
    choices: list[Choice]
    log: list[Line]
    report: Report | None
    feedback: Feedback | None
    may_report: bool
    holds: list[Hold]
    own_language: OwnLanguage | None
    survey: checking.Survey | None
    exceptional: list[Exceptional]
    agreement: CareAgreement | None
    went_myself: int
    first_start: dt.datetime
    proposal: TimeProposal | None
    times: list[SuggestedTime]
    letter: PaperLetter | None
    called_at: dt.datetime | None
    telling: Telling | None
    checklists: list[Checklist]
    settled: list[Trouble]
    care: Care | None
    countdown: Countdown | None
    search: list[SearchStep]
    is_asked_if_needed: bool
    stand_ins: list[StandIn]

    @property
    def must_decide(self) -> bool:
        return self.visit.state == VisitState.DECISION

    @property
    def is_for_duty(self) -> bool:
        return is_for_duty(self.help_request)

    @property
    def asks_for_price(self) -> bool:
        return self.can_ask and self.is_for_duty and self.agreement is None

    @property
    def is_held(self) -> bool:
        return self.visit.state == VisitState.HELD

    @property
    def can_ask(self) -> bool:
        return self.visit.state in (VisitState.DECISION, VisitState.OPEN)

    @property
    def is_searching(self) -> bool:
        return self.visit.state in SEARCHING_STATES

    @property
    def can_cancel(self) -> bool:
        return self.visit.state in OPEN_VISIT_STATES

    @property
    def is_over(self) -> bool:
        return self.visit.state in (VisitState.DONE, VisitState.MISSED)


def load_case(help_request: HelpRequest, *, now: dt.datetime, visit: Visit | None = None) -> Case:
    """Of the visit that is named, else of the one that counts now."""
    visit = visit or current_visit(help_request)
    assignment = standing_assignment(visit)
    offers = list(with_looks(Offer.objects.filter(visit=visit)).select_related("person").order_by("pk"))
    troubles = _troubles(help_request)
    has_begun = assignment is not None and assignment.planned_window.lower <= now
    may_ask = visit.state in (VisitState.DECISION, VisitState.OPEN)
    survey = checking.survey(visit, now=now) if may_ask else None
    return Case(
        help_request=help_request,
        visit=visit,
        steps=_steps(visit),
        assignment=assignment,
        offers=offers,
        choices=_choices(visit, now=now),
        log=_log(help_request),
        report=Report.objects.filter(visit=visit).select_related("reported_by").first(),
        feedback=Feedback.objects.filter(visit=visit).first(),
        holds=holds_of(help_request) if visit.state == VisitState.HELD else [],
        own_language=own_language(visit, now=now) if visit.state == VisitState.HELD else None,
        may_report=has_begun and visit.state == VisitState.ARRANGED,
        survey=survey,
        exceptional=load_exceptional(visit, now=now, survey=survey) if visit.state == VisitState.DECISION else [],
        agreement=agreement_of(help_request),
        went_myself=_went_myself(help_request, now=now) if visit.state == VisitState.DECISION else 0,
        proposal=open_proposal(assignment) if visit.state == VisitState.ARRANGED else None,
        times=list(open_times(visit)),
        letter=letter_about(visit) if visit.state == VisitState.RETURNED else None,
        called_at=_called_at(visit) if visit.state == VisitState.RETURNED else None,
        telling=load_telling(assignment, now=now) if visit.state == VisitState.ARRANGED else None,
        checklists=[load_checklist(row, now=now) for row in troubles if row.is_open],
        settled=[row for row in troubles if not row.is_open],
        care=load_care(visit),
        countdown=countdown_of(visit, now),
        search=search_steps(visit),
        is_asked_if_needed=is_asked(visit),
        stand_ins=list(waiting(visit)) if visit.state == VisitState.ARRANGED else [],
        first_start=max(visit.wish_window.lower, next_quarter(now)),
    )


def _troubles(help_request: HelpRequest) -> list[Trouble]:
    """What went wrong, the latest first."""
    rows = Trouble.objects.filter(visit__help_request=help_request).select_related(*TROUBLE).prefetch_related("steps")
    return list(rows.order_by("-pk")[:TROUBLES_SHOWN])


def _called_at(visit: Visit) -> dt.datetime | None:
    """When she heard on the telephone that nobody was found; None while somebody still has to call."""
    said = Message.objects.filter(reason="nobody_found_call", subject=f"visit:{visit.pk}", state__in=TOLD_STATES)
    return said.order_by("-sent_at").values_list("sent_at", flat=True).first()


def search_steps(visit: Visit) -> list[SearchStep]:
    """How this search goes on by itself; nothing once it is over, or before it has begun."""
    if not visit.policy or visit.state not in SEARCHING_STATES:
        return []
    kept = Snapshot.from_json(visit.policy)
    stands = [
        "done" if place < kept.at else "now" if place == kept.at else "ahead" for place in range(len(kept.plan.steps))
    ]
    return [SearchStep(say_step(step), where) for step, where in zip(kept.plan.steps, stands, strict=True)]


def current_visit(help_request: HelpRequest) -> Visit:
    """The visit that a helper means when she opens the case."""
    visit = shown_visit(list(help_request.visits.order_by("-pk")), for_helper=True)
    visit.help_request = help_request
    return visit


def visit_named(help_request: HelpRequest, reference: str) -> Visit:
    """A certain date of a series, else `current_visit`."""
    visit = help_request.visits.filter(reference=reference[:10]).first() if reference else None
    if visit is None:
        return current_visit(help_request)
    visit.help_request = help_request
    return visit


def standing_assignment(visit: Visit) -> Assignment | None:
    """Who goes, or went."""
    rows = Assignment.objects.filter(visit=visit).exclude(state=AssignmentState.CANCELLED)
    return rows.select_related("person__volunteer__association").order_by("part", "-pk").first()


def next_quarter(now: dt.datetime) -> dt.datetime:
    """10:15 at 10:01: a time that people say."""
    minutes = 15 - now.minute % 15
    return now.replace(second=0, microsecond=0) + dt.timedelta(minutes=minutes)


def _went_myself(help_request: HelpRequest, *, now: dt.datetime) -> int:
    """How often a helper of this district went herself this month."""
    first = clock.at(clock.local(now).date().replace(day=1), dt.time.min)
    rows = Decision.objects.filter(kind=DecisionKind.SELF, at__gte=first)
    return rows.filter(visit__help_request__district=help_request.district_id).count()


def _steps(visit: Visit) -> list[Key]:
    """The tenant's keys without the words that are only for her."""
    keys = standing_of(with_visits(HelpRequest.objects.filter(pk=visit.help_request_id)).get(), of=visit).keys
    return [replace(key, when="") if place in (1, 4) else key for place, key in enumerate(keys)]


def _choices(visit: Visit, *, now: dt.datetime) -> list[Choice]:
    if visit.state not in (VisitState.DECISION, VisitState.OPEN):
        return []
    candidates = rank_candidates(visit, now=now)[:CANDIDATES_SHOWN]
    people = User.objects.in_bulk([candidate.person_id for candidate in candidates])
    return [Choice(candidate, people[candidate.person_id].reference) for candidate in candidates]


def _log(help_request: HelpRequest) -> list[Line]:
    """The state log in words, the newest first: what people did, not every row that moved with it."""
    rows = StateChange.objects.filter(help_request=help_request, subject__in=("visit", "offer")).select_related("by")
    people = dict(Offer.objects.filter(visit__help_request=help_request).values_list("pk", "person"))
    names = {person.pk: person.full_name for person in User.objects.filter(pk__in=people.values())}
    lines = [
        Line(row.at, _words(row, names.get(people.get(row.subject_id, 0), "")), _who(row), row.note)
        for row in rows.order_by("-pk")[:LOG_SHOWN]
    ]
    chosen = Decision.objects.filter(visit__help_request=help_request).select_related("by").order_by("-pk")
    lines += [Line(row.at, row.get_kind_display(), _who(row), row.words) for row in chosen[:LOG_SHOWN]]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _words(row: StateChange, name: str) -> str:
    if row.subject == "visit":
        if row.from_state == row.to_state:
            return _("Dazu aufgeschrieben")
        return _("Aufgenommen") if not row.from_state else str(VisitState(row.to_state).label)
    state: Any = OfferState(row.to_state)
    return _("{name} gefragt").format(name=name) if state == OfferState.OPEN else f"{name}: {state.label}"


def _who(row: Any) -> str:
    return row.by.full_name if row.by else ""
