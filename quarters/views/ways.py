"""`/konto/nachrichten/`: how one wishes to hear from us."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit.htmx import INVALID
from piano.kit.once import once
from quarters.forms import WayForm
from quarters.models import Reach
from quarters.ways_to_reach import choose_way, ways_to_reach


@login_required
@never_cache
@once
def ways(request: HttpRequest) -> HttpResponse:
    person = request.user
    possible = ways_to_reach(person)  # type: ignore[arg-type]
    form = WayForm(request.POST or None, ways=possible, initial={"reach": person.reach})  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid():
        choose_way(person, reach=form.cleaned_data["reach"])  # type: ignore[arg-type]
        messages.success(request, _("Gespeichert. So erreichen wir Sie von jetzt an."))
        return redirect("quarters:ways")
    status = INVALID if request.method == "POST" else 200
    context = {"form": form, "possible": possible, "has_sms": Reach.SMS in dict(possible)}
    return render(request, "quarters/ways.html", context, status=status)
