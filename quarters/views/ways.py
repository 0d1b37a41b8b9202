"""`/konto/nachrichten/`: how one wishes to hear from us, and how we talk with her."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.htmx import INVALID
from piano.kit.once import once
from piano.messaging.channels.push import vapid
from quarters.forms import TimesForm, WayForm
from quarters.models import Reach
from quarters.people import talking
from quarters.people.own_times import note_times
from quarters.people.ways_to_reach import ways_to_reach


@login_required
@never_cache
@once
def ways(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    possible = ways_to_reach(person, may_call=True)
    form = WayForm(request.POST or None, ways=possible, initial=talking.talking_of(person))
    if request.method == "POST" and form.is_valid():
        talking.note_talking(person, **form.cleaned_data)
        messages.success(request, _("Gespeichert. So erreichen wir Sie von jetzt an."))
        return redirect("quarters:ways")
    status = INVALID if request.method == "POST" else 200
    context = {"form": form, "possible": possible, "has_sms": Reach.SMS in dict(possible)}
    context["push_key"] = vapid.public_key() if vapid.has_keys() else ""
    context["has_letter"] = Reach.LETTER in dict(possible)
    return render(request, "quarters/ways.html", context, status=status)


@login_required
@never_cache
@once
def times(request: HttpRequest) -> HttpResponse:
    """`/konto/nachrichten/zeiten/`: when one may be written to."""
    person: Any = request.user
    form = TimesForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        note_times(person, **form.cleaned_data, now=clock.now())
        messages.success(request, _("Gespeichert. Wir halten uns daran."))
        return redirect("quarters:ways")
    status = INVALID if request.method == "POST" else 200
    return render(request, "quarters/times.html", {"form": form}, status=status)
