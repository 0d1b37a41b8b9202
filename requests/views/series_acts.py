"""What somebody does with a series, for the tenant herself or on the phone for her: the same verbs, the same record."""

import datetime as dt
from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.models import User
from requests.forms.chosen_rhythm import ChosenRhythmForm
from requests.forms.series import LastDayForm, PauseForm, RhythmForm
from requests.models import Answer, DayQuestion, HelpRequest, Pause, Series, Visit
from requests.series.changing import change_series
from requests.series.days import answer_day
from requests.series.ending import end_series
from requests.series.ending_undone import ended_lately, take_back_end
from requests.series.pausing import pause_series, take_back_pause
from requests.series.reading import active_series, times_of
from requests.series.reviewing import END, say_for_tenant
from requests.series.skipping import skip_date, take_back_skip

Act = Callable[[HttpRequest, HelpRequest, User, dt.datetime], str]


class BadForm(Exception):
    """A form that was not filled as it should be, under the name by which its page knows it."""

    def __init__(self, name: str, form: forms.Form) -> None:
        super().__init__(name)
        self.name, self.form = name, form


def series_or_404(help_request: HelpRequest) -> Series:
    series = active_series(help_request)
    if series is None:
        raise Http404
    return series


def word(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")[:10]


def date_or_404(help_request: HelpRequest, reference: str) -> Visit:
    visit = help_request.visits.filter(reference=reference, series__isnull=False).first()
    if visit is None:
        raise Http404
    return visit


def answer_question(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    rows = DayQuestion.objects.filter(visit__help_request=help_request, reference=word(request, "frage"))
    question = rows.select_related("visit__series").first()
    if question is None:
        raise Http404
    if answer_day(question, word(request, "answer"), by=user, now=now).answer == Answer.NOT:
        return _("Aufgeschrieben: An diesem Tag kommt niemand.")
    return _("Aufgeschrieben. Wir sagen Bescheid, wer kommt.")


def skip(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    visit = skip_date(date_or_404(help_request, word(request, "tag")), by=user, now=now)
    day = clock.say_day(visit.wish_window.lower)
    return _("Abgesagt: %(day)s. Die anderen Termine bleiben.") % {"day": day}


def unskip(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    visit = take_back_skip(date_or_404(help_request, word(request, "tag")), by=user, now=now)
    return _("Der Termin gilt wieder: %(day)s.") % {"day": clock.say_day(visit.wish_window.lower)}


def end(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    form = LastDayForm(request.POST)
    if not form.is_valid():
        raise BadForm("end_form", form)
    series = end_series(series_or_404(help_request), from_day=form.cleaned_data["end_from"], by=user, now=now)
    if series.ends_on is None or not series.is_active:
        return _("Beendet. Alle wissen Bescheid.")
    return _("Aufgeschrieben: Der letzte Tag ist %(day)s.") % {"day": clock.say_day(series.ends_on)}


def undo_end(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    series = ended_lately(help_request, now=now) or active_series(help_request)
    if series is None:
        raise Http404
    take_back_end(series, by=user, now=now)
    return _("Zurückgenommen. Es geht weiter wie bisher.")


def pause(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    form = PauseForm(request.POST)
    series = series_or_404(help_request)
    if not form.is_valid():
        raise BadForm("pause_form", form)
    days = {"first_day": form.cleaned_data["pause_from"], "last_day": form.cleaned_data["pause_until"]}
    row = pause_series(series, by=user, now=now, **days)
    first, last = clock.say_day(row.first_day), clock.say_day(row.last_day)
    if row.first_day == row.last_day:
        return _("Aufgeschrieben: Am {day} kommt niemand.").format(day=first)
    return _("Aufgeschrieben: Pause von {first} bis {last}. Danach geht es weiter.").format(first=first, last=last)


def unpause(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    row = Pause.objects.filter(help_request=help_request, reference=word(request, "pause")).first()
    if row is not None:  # a second time changes nothing
        take_back_pause(row, by=user, now=now)
    return _("Zurückgenommen. Die Termine gelten wieder.")


def change_as_chosen(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    """A tenant, or somebody who acts for her, chooses another rhythm."""
    series = series_or_404(help_request)
    form = ChosenRhythmForm(request.POST, today=clock.local(now).date(), as_now=times_of(series))
    return _change(series, form, user, now)


def change_as_typed(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    """A helper types it, as she hears it on the phone."""
    return _change(series_or_404(help_request), RhythmForm(request.POST, today=clock.local(now).date()), user, now)


def _change(series: Series, form: RhythmForm | ChosenRhythmForm, user: User, now: dt.datetime) -> str:
    if not form.is_valid():
        raise BadForm("rhythm_form", form)
    plan = form.plan_of(form.said(), minutes=series.minutes, now=now)
    change_series(series, plan, by=user, now=now)
    return _("Aufgeschrieben. Wir fragen, wer zu der neuen Zeit kommen kann.")


def go_on(request: HttpRequest, help_request: HelpRequest, user: User, now: dt.datetime) -> str:
    """„Soll es so weitergehen?“"""
    series = say_for_tenant(series_or_404(help_request), word(request, "weiter"), by=user, now=now)
    if request.POST.get("weiter") == END:
        return _("Aufgeschrieben: Danach endet die regelmäßige Hilfe.")
    if series.reviewed_at is None:
        return _("Schön. Es geht so weiter bis %(day)s.") % {"day": clock.say_date(series.review_on, with_year=True)}
    return _("Danke. Wir fragen noch, wer kommt, und sagen Bescheid.")
