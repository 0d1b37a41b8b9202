"""The pipeline: what was asked for and what became of it. What remains of a request are its counts (`requests.board.tallies`)."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from piano.kit import clock
from piano.kit.retention import Period
from piano.messaging.models import Message
from piano.privacy.erasing import Eraser, Rows, register
from requests.board.tallies import keep_counts
from requests.log import may_erase_log
from requests.models import (
    AlertLook,
    Assignment,
    CareAgreement,
    Clearance,
    ContactLook,
    DayBook,
    DayLine,
    DayNotice,
    DayQuestion,
    Decision,
    DueWork,
    Feedback,
    HelpRequest,
    ImportedLine,
    Lapse,
    NightCall,
    Offer,
    Pause,
    PriceConfirmation,
    Referral,
    Regular,
    Report,
    Sending,
    Series,
    SignOff,
    StandIn,
    StateChange,
    SuggestedTime,
    TimeProposal,
    Trouble,
    TroubleStep,
    Visit,
)
from requests.states import OPEN_REQUEST_STATES, RequestState

CASES_AT_ONCE = 20  # some 25 rows hang on each


def ended_before(before: dt.datetime) -> Rows:
    """Requests that are over, and about which no helper still has to call anybody."""
    worries = Report.objects.filter(visit__help_request=OuterRef("pk"), needs_call=True, acknowledged_at=None)
    complaints = Feedback.objects.filter(visit__help_request=OuterRef("pk"), was_good=False, read_at=None)
    ended = HelpRequest.objects.filter(ended_at__lt=before).exclude(state__in=OPEN_REQUEST_STATES)
    troubles = Trouble.objects.filter(visit__help_request=OuterRef("pk"), ended_at=None)
    return ended.filter(~Exists(worries), ~Exists(complaints), ~Exists(troubles))


def _with_words(before: dt.datetime) -> Rows:
    """Everything sealed that people wrote about a case, in seven tables."""
    of_visits = [
        Exists(Report.objects.filter(visit__help_request=OuterRef("pk")).exclude(note="")),
        Exists(Feedback.objects.filter(visit__help_request=OuterRef("pk")).exclude(words="")),
        Exists(Decision.objects.filter(visit__help_request=OuterRef("pk")).exclude(words="")),
        Exists(StateChange.objects.filter(help_request=OuterRef("pk")).exclude(note="")),
        Exists(Trouble.objects.filter(visit__help_request=OuterRef("pk")).exclude(words="")),
    ]
    has_words = ~Q(hints="") | ~Q(wish="") | ~Q(phrases="")
    for condition in of_visits:
        has_words |= Q(condition)
    return ended_before(before).filter(has_words)


def _forget_words(cases: Rows, now: dt.datetime) -> None:
    Report.objects.filter(visit__help_request__in=cases).update(note="")
    Feedback.objects.filter(visit__help_request__in=cases).update(words="")
    Decision.objects.filter(visit__help_request__in=cases).update(words="")
    Trouble.objects.filter(visit__help_request__in=cases).update(words="")
    with may_erase_log():
        StateChange.objects.filter(help_request__in=cases).exclude(note="").update(note="")
    cases.update(hints="", wish="", phrases="")


def _without_visit(before: dt.datetime) -> Rows:
    return ended_before(before).exclude(state=RequestState.DONE)


def _forget_cases(cases: Rows, now: dt.datetime) -> None:
    """Counts them, then removes them with all that hangs on them, and what is still owed about them."""
    keep_counts(cases)
    Message.objects.filter(subject__in=_subjects(cases)).delete()
    with may_erase_log():
        cases.delete()


def _subjects(cases: Rows) -> list[str]:
    """As the outbox names them: „visit:4“."""
    keys = {
        "request": cases,
        "visit": Visit.objects.filter(help_request__in=cases),
        "offer": Offer.objects.filter(visit__help_request__in=cases),
        "assignment": Assignment.objects.filter(visit__help_request__in=cases),
        "series": Series.objects.filter(help_request__in=cases),
        "regular": Regular.objects.filter(series__help_request__in=cases),
        "trouble": Trouble.objects.filter(visit__help_request__in=cases),
        "proposal": TimeProposal.objects.filter(assignment__visit__help_request__in=cases),
    }
    return [f"{kind}:{key}" for kind, rows in keys.items() for key in rows.values_list("pk", flat=True)]


def _old_lines(before: dt.datetime) -> Rows:
    """Of log books: by then what became of them is gone as well."""
    return ImportedLine.objects.filter(imported_at__lt=before)


def _old_books(before: dt.datetime) -> Rows:
    """Whole days, so that a log that is still there has no gaps."""
    return DayBook.objects.filter(day__lt=clock.local(before).date())


def _forget_books(books: Rows, now: dt.datetime) -> None:
    with may_erase_log():
        books.delete()


def _old_day_notices(before: dt.datetime) -> Rows:
    return DayNotice.objects.filter(at__lt=before, day__lt=clock.local(before).date())


def _old_sign_offs(before: dt.datetime) -> Rows:
    return SignOff.objects.filter(last_day__lt=clock.local(before).date())


def _closed_referrals(before: dt.datetime) -> Rows:
    return Referral.objects.filter(done_at__lt=before)


def _taken_night_calls(before: dt.datetime) -> Rows:
    return NightCall.objects.filter(taken_at__lt=before)


register(
    Eraser("night_calls", "Anrufe bei der Bereitschaft", Period.MONTHS_6, _taken_night_calls, removes=(NightCall,)),
)
register(
    Eraser(
        name="case_words",
        label="Hinweise zur Gesundheit und freie Worte zu einer Bitte",
        period=Period.DAYS_30,
        overdue=_with_words,
        blanks={
            HelpRequest: ("hints", "wish", "phrases"),
            Report: ("note",),
            Feedback: ("words",),
            Decision: ("words",),
            StateChange: ("note",),
            Trouble: ("words",),
        },
        erase=_forget_words,
        at_once=CASES_AT_ONCE,
    )
)
register(
    Eraser(
        name="day_books",
        label="Tagesprotokolle",
        period=Period.MONTHS_12,
        overdue=_old_books,
        removes=(DayBook, DayLine),
        erase=_forget_books,
    )
)
register(
    Eraser(
        name="cases_without_visit",
        label="Bitten, aus denen kein Besuch wurde",
        period=Period.MONTHS_6,
        of="ohne Besuch",
        overdue=_without_visit,
        removes=(HelpRequest,),
        erase=_forget_cases,
        at_once=CASES_AT_ONCE,
    )
)
register(
    Eraser(
        name="cases",
        label="Einzelheiten der Hilfe",
        period=Period.MONTHS_12,
        overdue=ended_before,
        removes=(
            HelpRequest,
            Visit,
            Offer,
            AlertLook,
            ContactLook,
            PriceConfirmation,
            Assignment,
            Report,
            Feedback,
            StateChange,
            DueWork,
            Clearance,
            Lapse,
            Decision,
            CareAgreement,
            TimeProposal,
            SuggestedTime,
            Series,
            Regular,
            DayQuestion,
            Pause,
            Trouble,
            TroubleStep,
            StandIn,
        ),
        erase=_forget_cases,
        at_once=CASES_AT_ONCE,
    )
)
register(
    Eraser("referrals", "Weitergeleitete Anrufe", Period.MONTHS_6, _closed_referrals, removes=(Referral, Sending)),
)
register(
    Eraser("day_notices", "Nachrichten an alle eines Tages", Period.DAYS_30, _old_day_notices, removes=(DayNotice,))
)
register(Eraser("sign_offs", "Abmeldungen für einige Tage", Period.MONTHS_12, _old_sign_offs, removes=(SignOff,)))
register(Eraser("imported", "Zeilen aus Telefonbüchern", Period.MONTHS_12, _old_lines, removes=(ImportedLine,)))
