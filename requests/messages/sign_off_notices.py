"""What tenants hear when somebody gives up several visits at once: one word each, and none where nobody had told them yet who comes.

Rows of the outbox, written in the verb's transaction, as in `requests.messages`.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from piano.messaging.models import TOLD_STATES, Message, MessageState
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import Reach, User
from requests.finding.timing import tell_late
from requests.models import Assignment, SignOff, Trouble, TroubleKind
from requests.states import SEARCHING_STATES
from requests.wishes.contacts import hearers_of

FOR_TAKING_BACK = dt.timedelta(minutes=10)  # „Doch da“ is possible so long, and the word to the tenants waits for it
NEAR = dt.timedelta(days=2)  # then she hears it although nobody has told her who was to come
ONE, SEVERAL = "searching_again", "searching_again_days"


@dataclass
class News:
    """One word to one person about visits of one resident."""

    hearer: User
    given_up: list[Assignment] = field(default_factory=list)


def who_must_hear(assignments: Iterable[Assignment], *, now: dt.datetime) -> list[News]:
    """Read before they are given up, since that takes back what was not said yet."""
    found: dict[tuple[int, int], News] = {}
    for assignment in assignments:
        help_request = assignment.visit.help_request
        for hearer in hearers_of(help_request, at_the_door=True):
            if assignment.planned_window.lower - now <= NEAR or _was_said("arranged_tenant", assignment, hearer):
                key = (hearer.pk, help_request.resident_id)
                found.setdefault(key, News(hearer)).given_up.append(assignment)
    return list(found.values())


def _was_said(reason: str, assignment: Assignment, hearer: User) -> bool:
    rows = Message.objects.filter(reason=reason, subject=f"assignment:{assignment.pk}", recipient=hearer)
    return rows.filter(state__in=(*TOLD_STATES, MessageState.HANDOVER)).exists()


def say_searching(news: News, *, now: dt.datetime) -> None:
    """Named by the first of the visits; which ones it is about is looked up when it is handed over."""
    news.given_up.sort(key=lambda assignment: (assignment.planned_window.lower, assignment.pk))
    first = news.given_up[0]
    start = first.planned_window.lower
    at = now + FOR_TAKING_BACK
    if news.hearer.reach == Reach.PHONE:
        at = max(at, tell_late(start=start, now=now))
    reason = ONE if len(news.given_up) == 1 else SEVERAL
    owe(reason=reason, subject=f"assignment:{first.pk}", recipient=news.hearer, now=now, not_before=at)


def given_up_together(assignment: Assignment) -> list[Assignment]:
    """All visits of the same resident that were given up together and for which nobody has been found yet."""
    row = SignOff.objects.filter(given_up=assignment).order_by("-pk").first()
    if row is None:
        return []
    same = row.given_up.filter(visit__help_request__resident=assignment.visit.help_request.resident_id)
    same = same.filter(visit__state__in=SEARCHING_STATES).select_related("visit__help_request__category")
    return list(same.order_by("planned_window", "pk"))


def of_one_word(assignment: Assignment) -> list[Assignment]:
    """The same without those about which somebody is called, as they begin within hours: of each visit she hears once."""
    found = given_up_together(assignment)
    rows = Trouble.objects.filter(kind=TroubleKind.GAVE_UP, assignment__in=found)
    called = set(rows.values_list("assignment", flat=True))
    return [one for one in found if one.pk not in called]


def drop_if_found(assignment: Assignment) -> None:
    """Somebody goes instead: when that is so for all of them, who comes is all there is to say. Seven queries at most."""
    row = SignOff.objects.filter(given_up=assignment).order_by("-pk").first()
    if row is None or of_one_word(assignment):
        return
    same = row.given_up.filter(visit__help_request__resident=assignment.visit.help_request.resident_id)
    for key in same.values_list("pk", flat=True):
        cancel_owed(subject=f"assignment:{key}", reason=SEVERAL)


def say_nothing_new(before: Assignment, again: Assignment) -> None:
    """She goes after all, at the same time: whoever knows that she comes, and has not heard otherwise, hears nothing."""
    subject = f"assignment:{again.pk}"
    cancel_owed(subject=subject, reason="arranged_person", recipient=again.person)
    for hearer in hearers_of(again.visit.help_request, at_the_door=True):
        knows = _was_said("arranged_tenant", before, hearer)
        if knows and not any(_was_said(reason, before, hearer) for reason in (ONE, SEVERAL)):
            cancel_owed(subject=subject, reason="arranged_tenant", recipient=hearer)
