"""`/leitstand/anrufe/`: the phone list: whom to call, and what to say."""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import User
from requests.board.call_list import load_call_list, load_to_say, load_unreached, people_of, settle_calls
from requests.mishaps import troubles
from requests.urgency.night_calls import open_night_calls


@role_required("helper")
@never_cache
def call_list(request: HttpRequest) -> HttpResponse:
    now, user = clock.now(), cast(User, request.user)
    context = {"people": load_call_list(user, now=now), "unreached": load_unreached(user), "now": now}
    context["night_calls"] = open_night_calls(user)
    return render(request, "requests/board/call_list.html", context)


@require_POST
@role_required("helper")
@once
def called(request: HttpRequest, reference: str) -> HttpResponse:
    """One person was called: everything that stood on her row was said, or nobody answered."""
    user, now = cast(User, request.user), clock.now()
    person = get_object_or_404(people_of(user), reference=reference)
    has_reached = request.POST.get("erreicht") == "ja"
    shown_at = read_shown_at(request.POST.get("stand", ""), latest=now)
    row = load_to_say(person, now=shown_at)
    gets_letter = row is not None and has_reached and row.gets_letter
    if has_reached:  # first what locks requests, then the messages
        troubles.note_reached(person, shown_at=shown_at, by=user, now=now)
    settle_calls(person, by=user, has_reached=has_reached, shown_at=shown_at, now=now)
    words = _("Abgehakt: {name}.") if has_reached else _("Nicht erreicht: {name}. Später noch einmal.")
    messages.success(request, words.format(name=person.addressed_name))
    if gets_letter:
        words = _("Was Sie gesagt haben, liegt gleich als Brief bereit: Zu den Briefen")
        messages.info(request, format_html('<a href="{}">{}</a>', reverse("requests:letters"), words))
    return redirect("requests:call_list")


def read_shown_at(text: str, *, latest: dt.datetime) -> dt.datetime:
    """When the list was shown: what came onto it later was not said yet."""
    return min(clock.read_moment(text) or latest, latest)
