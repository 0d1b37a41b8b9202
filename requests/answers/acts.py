"""What the button behind a message's link does: the same verbs as on her own page, each errand's alone."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404

from quarters.models import LookKind
from quarters.people.languages import language_of
from quarters.people.trust import note_look
from requests.access import trust_behind
from requests.answers.links import Asked, Errand
from requests.arranged import afterwards, rescheduling
from requests.errors import WrongState
from requests.finding import suggesting
from requests.models import SuggestedTime, Visit
from requests.series.days import answer_day
from requests.series.ending import stop_request
from requests.series.reviewing import say_for_tenant
from requests.series.skipping import skip_date
from requests.wishes.needed import say_still_needed

Said = Mapping[str, Any]


def act(asked: Asked, said: Said, *, now: dt.datetime) -> None:
    """Carries out what she pressed. A trusted person's step is noted for the resident to read.

    Raises `WrongState` for an errand that only shows something, `Http404` for an answer that was not offered, and what the
    verbs raise.
    """
    if asked.errand not in ACTS:
        raise WrongState()
    verb, kind = ACTS[asked.errand]
    verb(asked, said, now)
    trust = trust_behind(asked.person, asked.help_request)
    if trust is not None:
        note_look(trust, kind, about=asked.help_request.reference, now=now)


def _word(said: Said, name: str, *allowed: str) -> str:
    word = str(said.get(name, "")).replace("\x00", "")[:10]
    if allowed and word not in allowed:
        raise Http404
    return word


def _call_off(asked: Asked, visit: Visit, now: dt.datetime) -> None:
    """Of help that repeats this date alone."""
    if visit.series_id is not None:
        skip_date(visit, by=asked.person, now=now)
    else:
        stop_request(asked.help_request, by=asked.person, now=now)


def _cancel(asked: Asked, said: Said, now: dt.datetime) -> None:
    _word(said, "answer", "off")
    _call_off(asked, asked.row.visit, now)


def _time(asked: Asked, said: Said, now: dt.datetime) -> None:
    if asked.row.by_tenant:
        raise WrongState()
    agrees = _word(said, "answer", "yes", "no") == "yes"
    rescheduling.answer_proposal(asked.row, agrees=agrees, by=asked.person, now=now)


def _times(asked: Asked, said: Said, now: dt.datetime) -> None:
    chosen = _word(said, "time")
    row = SuggestedTime.objects.filter(visit=asked.row, reference=chosen or _word(said, "none")).first()
    if row is None:
        raise Http404
    (suggesting.choose_time if chosen else suggesting.refuse_times)(row, by=asked.person, now=now)


def _needed(asked: Asked, said: Said, now: dt.datetime) -> None:
    if _word(said, "answer", "yes", "off") == "yes":
        say_still_needed(asked.row, by=asked.person, now=now)
    else:
        _call_off(asked, asked.row, now)


def _rate(asked: Asked, said: Said, now: dt.datetime) -> None:
    """`said` comes from a form that is valid."""
    words = {"was_good": said["was_good"], "words": said["words"], "written_in": language_of(said["words"])}
    afterwards.give_feedback(asked.row, by=asked.person, now=now, **words)


def _day(asked: Asked, said: Said, now: dt.datetime) -> None:
    answer_day(asked.row, _word(said, "answer"), by=asked.person, now=now)


def _goes_on(asked: Asked, said: Said, now: dt.datetime) -> None:
    say_for_tenant(asked.row, _word(said, "answer"), by=asked.person, now=now)


ACTS: dict[Errand, tuple[Callable[[Asked, Said, dt.datetime], None], str]] = {
    Errand.CANCEL: (_cancel, LookKind.CANCEL),
    Errand.TIME: (_time, LookKind.ANSWER),
    Errand.TIMES: (_times, LookKind.ANSWER),
    Errand.NEEDED: (_needed, LookKind.ANSWER),
    Errand.RATE: (_rate, LookKind.FEEDBACK),
    Errand.DAY: (_day, LookKind.ANSWER),
    Errand.GOES_ON: (_goes_on, LookKind.ANSWER),
}
