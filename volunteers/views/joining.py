"""„Ich möchte helfen“: a first form that reaches the helper's list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.htmx import INVALID
from piano.kit.limits import too_often
from piano.kit.once import once
from volunteers.forms import JoinForm
from volunteers.joining import register_interest
from volunteers.models import CameBy
from volunteers.path.acts import begin_path
from volunteers.path.links import own_page

MOST, HOUR = 20, 3600  # of one line: a meeting point's tablet stays far below


@once
def join(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "website"}
        if form.is_machine:  # people leave it empty, machines do not
            return redirect("volunteers:joined")
        if not too_often(request, what="join", most=MOST, seconds=HOUR):
            interest = register_interest(now=clock.now(), **fields)
            path = begin_path(interest, came_by=CameBy.WEB, now=clock.now())
            return redirect(own_page(path))
        form.add_error(None, _("Von hier kamen gerade sehr viele Anmeldungen. Bitte rufen Sie uns an."))
    status = INVALID if request.method == "POST" else 200
    return render(request, "volunteers/join.html", {"form": form}, status=status)


def joined(request: HttpRequest) -> HttpResponse:
    return render(request, "volunteers/joined.html")
