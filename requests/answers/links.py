"""The links in messages to tenants and to who asked for them: signed for one person, one row and one errand, with an end.

A GET behind one never acts, and nothing else opens with it: no other errand, no sign-in. Whether she still may is asked each time.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from piano.kit import clock
from piano.kit.links import link_to, read_signed, sign
from quarters.models import User
from quarters.signing.new_links import Lost
from requests.access import hears_of, may_answer
from requests.models import Assignment, DayQuestion, HelpRequest, Series, TimeProposal, Visit
from requests.states import OPEN_REQUEST_STATES

SALT = "requests.answer"
LIVES_ON = dt.timedelta(days=1)  # after the visit it is about, as the links of who goes
TO_ANSWER = dt.timedelta(days=14)
TO_READ = dt.timedelta(days=30)


class Errand(StrEnum):
    """What a link is for; its letters stand in the token."""

    STANDS = "see"
    VISIT = "one"
    COMES = "who"
    SEVERAL = "all"
    CANCEL = "off"
    TIME = "new"
    TIMES = "alt"
    NEEDED = "yet"
    RATE = "was"
    DAY = "day"
    GOES_ON = "on"


@dataclass(frozen=True)
class Asked:
    """Who is asked what. `row` is what the errand is about, `may_answer` False for somebody who may only look."""

    errand: Errand
    person: User
    row: Any
    help_request: HelpRequest
    may_answer: bool


# Each errand's table, and the way from there to the request.
ROWS: dict[Errand, tuple[Any, str]] = {
    Errand.STANDS: (HelpRequest, ""),
    Errand.VISIT: (Visit, "help_request"),
    Errand.COMES: (Assignment, "visit__help_request"),
    Errand.SEVERAL: (Assignment, "visit__help_request"),
    Errand.CANCEL: (Assignment, "visit__help_request"),
    Errand.TIME: (TimeProposal, "assignment__visit__help_request"),
    Errand.TIMES: (Visit, "help_request"),
    Errand.NEEDED: (Visit, "help_request"),
    Errand.RATE: (Visit, "help_request"),
    Errand.DAY: (DayQuestion, "visit__help_request"),
    Errand.GOES_ON: (Series, "help_request"),
}
OF_REQUEST = ("category", "district", "resident__user", "contact")


def answer_link(errand: Errand, row: Any, person: User, *, until: dt.datetime) -> str:
    """The absolute address. `until` is when it ends."""
    return link_to("requests:answer", token_for(errand, row.pk, person.pk, until=until))


def token_for(errand: Errand, pk: int, person_id: int, *, until: dt.datetime) -> str:
    return sign(SALT, s=errand.value, i=pk, p=person_id, e=int(until.timestamp()))


def standing_link(help_request: HelpRequest, person: User) -> str:
    return answer_link(Errand.STANDS, help_request, person, until=clock.now() + TO_READ)


def visit_link(visit: Visit, person: User, *, errand: Errand = Errand.VISIT) -> str:
    """About one visit that may still be looked for, or is over: what became of it can be read longer than it can be answered."""
    lives = TO_READ if errand == Errand.VISIT else TO_ANSWER
    return answer_link(errand, visit, person, until=visit.wish_window.upper + lives)


def going_link(assignment: Assignment, person: User, *, errand: Errand = Errand.COMES) -> str:
    """About somebody who comes, or was to come. Asks no clock, since a thousand reminders are made at once."""
    return answer_link(errand, assignment, person, until=assignment.planned_window.upper + LIVES_ON)


def asked_behind(token: str, *, now: dt.datetime) -> Asked | None:
    """What a link opens; None when it is bent or too old, or its person or its row is gone, or she hears of it no more."""
    named = read_signed(token, salt=SALT)
    return _asked(named) if named and named["e"] > now.timestamp() else None


def lost_behind(token: str) -> Lost | None:
    """Whose link is too old for a request that still runs: a new one shows her how it stands."""
    named = read_signed(token, salt=SALT)
    asked = _asked(named) if named else None
    is_open = asked is not None and asked.help_request.state in OPEN_REQUEST_STATES
    return Lost(asked.person, asked.help_request.pk) if asked and is_open else None


def _asked(named: dict[str, Any]) -> Asked | None:
    errand = Errand(named["s"])
    person = User.objects.filter(pk=named["p"], is_active=True).first()
    table, way = ROWS[errand]
    fields = [f"{way}__{name}" if way else name for name in OF_REQUEST]
    row = table.objects.select_related(*fields).filter(pk=named["i"]).first()
    if person is None or row is None:
        return None
    help_request = row
    for name in way.split("__") if way else ():
        help_request = getattr(help_request, name)
    if not hears_of(person, help_request):
        return None
    return Asked(errand, person, row, help_request, may_answer=may_answer(person, help_request))
