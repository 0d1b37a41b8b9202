"""„Kommt einmal nicht“: from when until when somebody who comes every week does not; and after all, one day of it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import LookKind, User
from requests.forms.week import SkipForm
from requests.models import WeekEntry
from requests.weeks.desk import get_entry, note, writing_desk
from requests.weeks.skipping import comes_after_all, skip_days
from requests.weeks.views.service import entry_of_service


def _asked_day(request: HttpRequest, entry: WeekEntry) -> str:
    """The day at whose side somebody pressed."""
    day = clock.read_day(request.GET.get("tag", "")[:10])
    return (day or max(entry.day, clock.today())).isoformat()


def _skipped(request: HttpRequest, entry: WeekEntry, back: str, whose: str = "") -> tuple[HttpResponse, bool]:
    """The page, or the redirect after it; True where something was written."""
    asked = _asked_day(request, entry)
    form = SkipForm(request.POST or None, initial={"first": asked, "last": asked})
    context = {"entry": entry, "form": form, "back": back, "whose": whose}
    if request.method != "POST":
        return render(request, "requests/weeks/skip.html", context), False
    if not form.is_valid():
        return render(request, "requests/weeks/skip.html", context, status=INVALID), False
    try:
        skip_days(entry, **form.cleaned_data, by=cast(User, request.user), now=clock.now())
    except DomainError as error:
        return render(request, "requests/weeks/skip.html", {**context, "message": str(error)}, status=CONFLICT), False
    messages.success(request, _("Das steht jetzt auf dem Wochenblatt."))
    return redirect(back), True


@login_required
@never_cache
@once
def skip(request: HttpRequest, side: str, entry: str, reference: str = "") -> HttpResponse:
    desk = writing_desk(request, side, reference)
    answer, is_written = _skipped(request, get_entry(desk, entry), desk.url("week"), desk.whose)
    if is_written:
        note(desk, LookKind.WEEK)
    return answer


@require_POST
@login_required
@once
def after_all(request: HttpRequest, side: str, entry: str, reference: str = "") -> HttpResponse:
    desk = writing_desk(request, side, reference)
    row = get_entry(desk, entry)
    if _comes(request, row):
        note(desk, LookKind.WEEK)
    return redirect(desk.url("week"))


def _comes(request: HttpRequest, entry: WeekEntry) -> bool:
    day = clock.read_day(request.POST.get("tag", "")[:10])
    is_new = day is not None and comes_after_all(entry, day=day, now=clock.now())
    if is_new:
        messages.success(request, _("Das steht wieder auf dem Wochenblatt."))
    return is_new


@role_required("care_partner")
@never_cache
@once
def service_skip(request: HttpRequest, reference: str, entry: str) -> HttpResponse:
    row = entry_of_service(request, reference, entry)
    return _skipped(request, row, _service_page(reference))[0]


@require_POST
@role_required("care_partner")
@once
def service_after_all(request: HttpRequest, reference: str, entry: str) -> HttpResponse:
    _comes(request, entry_of_service(request, reference, entry))
    return redirect(_service_page(reference))


def _service_page(reference: str) -> str:
    return reverse("requests:service_week", args=[reference])
