"""Before anybody is asked: does the person know of it, can we read it, does one of us know her, was somebody there?

A hold is derived from what is known, never stored; what a helper settles for one request is a `Clearance`. The lifting of
the last hold opens the search at once.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from quarters.models import Level, Resident, Urgency, User
from quarters.people.acquaintance import acquaintance_of
from quarters.people.residents import agree_to_help
from requests.advance import advance
from requests.errors import FirstToKnow
from requests.finding.due import cross_off, owe_step
from requests.locks import lock_visit
from requests.messages import search_notices
from requests.models import Clearance, HelpRequest, Hold, Source, Visit, WorkKind
from requests.states import VisitState
from requests.wishes.red_flags import LISTED_LANGUAGES

AT_HOME = frozenset({Level.C, Level.D})  # alone in somebody's flat: one of us was there before (domain 6)
URGENT_CALL = dt.timedelta(minutes=30)  # then the one on call is asked
WORTH_A_CALL = dt.timedelta(minutes=30)  # a shorter rest of the calling hours is no promise


class ReasonNeeded(DomainError):
    message = _("Bitte schreiben Sie einen Grund dazu. Er steht später im Verlauf.")


def holds_of(help_request: HelpRequest) -> list[Hold]:
    """What still has to happen, in the order in which a helper does it. Professionals get to know people themselves."""
    known = acquaintance_of(help_request.resident)
    is_at_home = help_request.category.level in AT_HOME
    needed = {
        Hold.AGREEMENT: bool(help_request.caller_name),
        Hold.READING: _is_unread(help_request),
        Hold.KNOWING: known is None,
        Hold.FIRST_VISIT: is_at_home and (known is None or known.visited_on is None),
    }
    if help_request.category.is_professional:
        needed[Hold.KNOWING] = needed[Hold.FIRST_VISIT] = False
    open_ = [hold for hold, is_needed in needed.items() if is_needed]
    if not open_:
        return []
    settled = {clearance.hold for clearance in help_request.clearances.all()}
    return [hold for hold in open_ if hold not in settled]


def check_released(help_request: HelpRequest, *, for_professional: bool = False) -> None:
    """Before somebody is asked or sent by hand, also in the seconds before the engine has looked. Raises `FirstToKnow`.

    `for_professional`: who gets to know people herself waits for their own yes alone.
    """
    holds = holds_of(help_request)
    if Hold.AGREEMENT in holds or (holds and not for_professional):
        raise FirstToKnow()


def _is_unread(help_request: HelpRequest) -> bool:
    """Free words of the web in a language without a list of dangers: a human reads them before anybody is asked."""
    has_words = bool(help_request.wish or help_request.hints)
    language = help_request.written_in or help_request.resident.user.language
    return has_words and help_request.source == Source.WEB and language not in LISTED_LANGUAGES


def hold(visit: Visit, *, now: dt.datetime) -> None:
    """Puts an open visit on the helper's list. The caller holds its lock."""
    ends = call_window(now)[1]
    if visit.help_request.urgency == Urgency.URGENT:
        ends = min(ends, now + URGENT_CALL)
    advance(visit, VisitState.HELD, by=None, now=now, decide_by=ends)
    cross_off(visit, WorkKind.MATCH, now=now)
    owe_step(visit, WorkKind.DECIDE, due_at=ends)
    search_notices.please_get_to_know(visit, now=now)


def call_window(now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The next calling hours with room for a call: „am Dienstag zwischen 9 und 12 Uhr“."""
    begins = clock.next_call_time(now)
    if clock.call_time_ends(begins) - begins < WORTH_A_CALL:
        begins = clock.next_call_time(clock.call_time_ends(begins))
    return begins, clock.call_time_ends(begins)


def settle(help_request: HelpRequest, hold: Hold, *, how: str, by: User | None, now: dt.datetime) -> None:
    """One hold of this request is settled: she agreed, it was read, or a helper lets it pass with a reason.

    Raises `ReasonNeeded`. Settling twice keeps the first.
    """
    if not how.strip():
        raise ReasonNeeded()
    with transaction.atomic():
        Clearance.objects.get_or_create(
            help_request=help_request, hold=hold, defaults={"how": how.strip()[:200], "by": by, "at": now}
        )
        let_go(help_request.resident, by=by, now=now)


def agree_oneself(help_request: HelpRequest, *, now: dt.datetime) -> None:
    """She was asked for by another, is signed in and says yes. Twice changes nothing."""
    person = help_request.resident.user
    with transaction.atomic():
        agree_to_help(person, tells_hints=help_request.has_hints, now=now)
        settle(help_request, Hold.AGREEMENT, how="hat es selbst auf der eigenen Seite gesagt", by=person, now=now)


def let_go(resident: Resident, *, by: User | None, now: dt.datetime) -> int:
    """Opens the search for each held visit of this person that waits for nothing more. Returns how many."""
    opened = 0
    with transaction.atomic():
        held = Visit.objects.filter(help_request__resident=resident, state=VisitState.HELD).order_by("pk")
        for visit_id in held.values_list("pk", flat=True):
            visit = lock_visit(visit_id)
            if visit.state == VisitState.HELD and not holds_of(visit.help_request):
                advance(visit, VisitState.OPEN, by=by, now=now, decide_by=None)
                cross_off(visit, WorkKind.DECIDE, now=now)
                owe_step(visit, WorkKind.MATCH, due_at=now)
                opened += 1
        if opened:
            wake_engine()
    return opened
