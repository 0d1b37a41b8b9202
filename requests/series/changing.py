"""Another rule from a day on: a series that follows the old one. Who comes regularly is asked first whether she can then, too.

Dates before that day stay as they are. And a series for a request that had none.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.arranged.settling import settle_request
from requests.arranged.visits import cancel_visit
from requests.errors import NoLongerPossible, WrongState
from requests.finding.ranking import Candidate
from requests.models import HelpRequest, Regular, Series, Visit
from requests.series.ending import call_off_date, finish
from requests.series.fitting import rank_regulars
from requests.series.making import Plan, say_plan, write_series
from requests.series.reading import active_series, dates_ahead, regular_of
from requests.series.regulars import ask_person, lock_series
from requests.series.rolling import roll_out
from requests.states import OPEN_VISIT_STATES, VisitState

CHANGED, INSTEAD = "Andere Zeit", "Kommt jetzt regelmäßig"


class RepeatsAlready(DomainError):
    message = _("Diese Hilfe wiederholt sich schon. Bitte ändern Sie die Zeit dort.")


def change_series(series: Series, plan: Plan, *, by: User, now: dt.datetime) -> Series:
    """The new series begins with the plan's first day; dates of the old one from then on fall out, without a word each.

    Raises `WrongState` when it has ended, `TooLong`, `NotARule`.
    """
    with transaction.atomic():
        regular = regular_of(series)
        series = lock_series(series.pk, person=regular.person_id if regular else None)
        if not series.is_active:
            raise WrongState()
        finish(series, by=by, now=now, reason=CHANGED)
        follower = write_series(series.help_request, plan, by=by, now=now, follows=series)
        for visit in series.visits.filter(series_day__gte=plan.first_day, state__in=OPEN_VISIT_STATES).order_by("pk"):
            call_off_date(visit, by=by, now=now, reason=CHANGED)
        roll_out(follower, now=now)
        _remember(follower, plan, by=by, now=now)
        if regular is not None:
            _ask_her_first(follower, regular, now=now)
        wake_engine()
    return follower


def _ask_her_first(series: Series, regular: Regular, *, now: dt.datetime) -> None:
    """Who came so far is asked alone; where no rule lets her, everybody else is."""
    hers = [one for one in rank_regulars(series, now=now) if one.person_id == regular.person_id]
    if hers:
        series.rounds += 1
        series.save(update_fields=["rounds"])
        ask_person(series, hers[0], is_familiar=True, now=now, by=None)


def begin_series(help_request: HelpRequest, plan: Plan, *, by: User, now: dt.datetime) -> Series:
    """A helper makes a series of a single wish, as agreed on the phone. A visit that is open is replaced by the first date.

    Raises `RepeatsAlready`, `WrongState` for a request that has ended, `TooLong`, `NotARule`.
    """
    with transaction.atomic():
        help_request = (
            HelpRequest.objects.select_for_update(no_key=True, of=("self",))
            .select_related("category", "district", "resident__user", "resident__building")
            .get(pk=help_request.pk)
        )
        if active_series(help_request) is not None:
            raise RepeatsAlready()
        if not help_request.is_open:
            raise WrongState()
        series = write_series(help_request, plan, by=by, now=now)
        for visit in _replaced(help_request):
            cancel_visit(visit, by=by, now=now, reason=INSTEAD)
        _remember(series, plan, by=by, now=now)
        wake_engine()
    return series


def _replaced(help_request: HelpRequest) -> list[Visit]:
    """What is only looked for; somebody who has said yes goes once as agreed."""
    rows = help_request.visits.filter(series=None, state__in=OPEN_VISIT_STATES).exclude(state=VisitState.ARRANGED)
    return list(rows.order_by("pk"))


def _remember(series: Series, plan: Plan, *, by: User, now: dt.datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # kept for those who help; pages say it anew to whoever reads
        series.help_request.wish_time = say_plan(plan)[:200]
    series.help_request.save(update_fields=["wish_time"])
    series.help_request.refresh_from_db(fields=["state"])  # calling off its visits has settled another copy of it
    settle_request(series.help_request, by=by, now=now)


def ask_for_series(series: Series, person: User, *, by: User, now: dt.datetime) -> Regular:
    """A helper asks one chosen person for all dates. Raises `WrongState` while somebody comes, `NoLongerPossible` by a rule."""
    with transaction.atomic():
        series = lock_series(series.pk, person=person.pk)
        if not series.is_active or regular_of(series) is not None:
            raise WrongState()
        known = Regular.objects.filter(series=series, person=person, state="asked").first()
        if known is not None:
            return known
        candidate = next((one for one in rank_regulars(series, now=now) if one.person_id == person.pk), None)
        if candidate is None:
            raise NoLongerPossible()
        return ask_person(series, candidate, is_familiar=False, now=now, by=by)


def choices_of(series: Series, *, now: dt.datetime) -> list[Candidate]:
    """Whom a helper could still ask for all dates."""
    if not series.is_active or regular_of(series) is not None or not dates_ahead(series, now=now):
        return []
    return rank_regulars(series, now=now)[:6]
