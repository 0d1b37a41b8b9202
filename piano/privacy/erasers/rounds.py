"""The round of calls: what was said on a call, who was called when, who wanted to be called and who called."""

import datetime as dt

from django.db.models import Exists, OuterRef

from piano.kit import clock
from piano.kit.retention import Period
from piano.messaging.models import Message
from piano.privacy.erasing import Eraser, Rows, register
from requests.log import may_erase_log
from requests.models import Enrolment, HeatWarning, RoundCaller, RoundEntry, RoundStep
from requests.states import OPEN_ENTRY_STATES
from volunteers.models import Volunteer, VolunteerState


def _settled(before: dt.datetime) -> Rows:
    """Nobody is looked for any more."""
    return RoundEntry.objects.exclude(state__in=OPEN_ENTRY_STATES).filter(settled_at__lt=before)


def _with_words(before: dt.datetime) -> Rows:
    said = RoundStep.objects.filter(entry=OuterRef("pk")).exclude(note="")
    return _settled(before).filter(Exists(said))


def _forget_words(entries: Rows, now: dt.datetime) -> None:
    with may_erase_log():
        RoundStep.objects.filter(entry__in=entries).exclude(note="").update(note="")


def _forget_entries(entries: Rows, now: dt.datetime) -> None:
    keys = list(entries.values_list("pk", flat=True))
    Message.objects.filter(subject__in=[f"entry:{key}" for key in keys]).delete()
    with may_erase_log():
        entries.delete()


def _ended(before: dt.datetime) -> Rows:
    return Enrolment.objects.filter(ended_at__lt=before)


def _old_warnings(before: dt.datetime) -> Rows:
    return HeatWarning.objects.filter(day__lt=clock.local(before).date())


def _former_callers(before: dt.datetime) -> Rows:
    left = Volunteer.objects.filter(state=VolunteerState.LEFT, left_on__lt=clock.local(before).date())
    return RoundCaller.objects.filter(person__in=left.values("user"))


register(
    Eraser(
        name="round_words",
        label="Notizen der Anrufrunde",
        period=Period.DAYS_30,
        overdue=_with_words,
        blanks={RoundStep: ("note",)},
        erase=_forget_words,
    )
)
register(
    Eraser(
        name="round_entries",
        label="Wer in der Anrufrunde wann erreicht wurde",
        period=Period.MONTHS_12,
        overdue=_settled,
        removes=(RoundEntry, RoundStep),
        erase=_forget_entries,
    )
)
register(Eraser("enrolments", "Wer angerufen werden wollte", Period.MONTHS_12, _ended, removes=(Enrolment,)))
register(Eraser("heat_warnings", "Gemeldete Hitzetage", Period.MONTHS_12, _old_warnings, removes=(HeatWarning,)))
register(
    Eraser("round_callers", "Wer in der Anrufrunde anrief", Period.YEARS_3, _former_callers, removes=(RoundCaller,))
)
