"""Something is added to a request that is still open, instead of asking once more."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from quarters.models import User
from quarters.people.talking import note_talking
from requests.advance import note_down
from requests.board.case import current_visit
from requests.errors import EmergencyWords, WrongState
from requests.locks import lock_visit
from requests.messages import visit_notices
from requests.models import HelpRequest, StateChange, Visit
from requests.states import OPEN_VISIT_STATES
from requests.wishes.needs import note_needs
from requests.wishes.phrases import as_kept, codes_of, note_phrases
from requests.wishes.red_flags import is_emergency


class NothingToAdd(DomainError):
    message = _("Bitte schreiben Sie auf, was dazukommt.")


def add_words(help_request: HelpRequest, *, words: str, by: User, now: dt.datetime) -> HelpRequest:
    """Writes the words under the wish and into the log, and tells who goes or has the case on call.

    Locks request and visit. Volunteers who are only asked hear nothing: what they were shown is the same, and the wish is
    read after a yes. Raises `NothingToAdd`, `EmergencyWords` (truth 8), and `WrongState` when the request has ended.
    """
    words = words.strip()
    if not words:
        raise NothingToAdd()
    if is_emergency(words):
        raise EmergencyWords()
    with transaction.atomic():
        visit = lock_visit(current_visit(help_request).pk)
        if visit.state not in OPEN_VISIT_STATES:
            raise WrongState()
        fresh = visit.help_request
        fresh.wish = "\n".join(part for part in (fresh.wish, words) if part)
        fresh.save(update_fields=["wish"])
        entry = note_down(visit, by=by, now=now, note=words)
        visit_notices.wish_grew(visit, slot=str(entry.pk), now=now)
    return fresh


def add_said(
    help_request: HelpRequest,
    *,
    words: str,
    by: User,
    now: dt.datetime,
    phrases: Collection[str] = (),
    may_tell_hints: bool = False,
    talking: Mapping[str, Any] | None = None,
    uses_relief: bool = False,
    needs_two: bool = False,
) -> HelpRequest:
    """Everything that was said in a call about a request that is open: words, what is good to know in set phrases, how one talks with
    her, who comes and who pays. What was noted before stays; a box that is not ticked takes nothing back.

    Locks the person where how one talks with her changed, request and visit. Raises as `add_words`; `NothingToAdd` when none of it is new.
    """
    with transaction.atomic():
        visit = current_visit(help_request)
        known = codes_of(help_request)
        new = as_kept([*known, *phrases]) != as_kept(known)
        second, relief = needs_two and help_request.people_needed < 2, uses_relief and not help_request.uses_relief
        if not (words.strip() or new or talking or second or relief):
            raise NothingToAdd()
        if talking:
            person = User.objects.select_for_update().get(pk=help_request.resident.user_id)
            note_talking(person, reach="", language="", **talking)
        if second or relief:
            _note_needs(visit, second=second, relief=relief, by=by, now=now)
        if new:
            note_phrases(visit, codes=[*known, *phrases], by=by, now=now, may_tell_hints=may_tell_hints)
        if words.strip():
            return add_words(HelpRequest.objects.get(pk=help_request.pk), words=words, by=by, now=now)
        if new:
            entry = StateChange.objects.filter(subject="visit", subject_id=visit.pk).latest("pk")
            visit_notices.wish_grew(visit, slot=str(entry.pk), now=now)
    return help_request


def _note_needs(visit: Visit, *, second: bool, relief: bool, by: User, now: dt.datetime) -> None:
    """What else she needs; whom she wishes for stays as it was."""
    case = visit.help_request
    note_needs(
        visit,
        wants_gender=case.wants_gender,
        uses_relief=relief or case.uses_relief,
        people_needed=2 if second else None,
        by=by,
        now=now,
    )
