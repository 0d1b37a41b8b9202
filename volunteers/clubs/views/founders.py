"""The people of a founding: on the list, changed, off it, and each sent her own link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.limits import too_often
from volunteers.clubs import founding as verbs
from volunteers.clubs.acting import Acting
from volunteers.clubs.errors import TooManyLinks
from volunteers.clubs.forms import FounderForm
from volunteers.clubs.inviting import send_link, send_links
from volunteers.clubs.links import founder_link
from volunteers.clubs.standing import stand_of
from volunteers.clubs.views.founding import form_page
from volunteers.models import Founder

MOST, HOUR = 20, 3600


def people(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Who founds it."""
    form, error = FounderForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            verbs.add_founder(acting.founding, now=clock.now(), **form.cleaned_data)
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Eingetragen."))
            return redirect(acting.url("founders"))
    rows: list[Any] = list(acting.founding.founders.all()) if acting.sees_people else []
    for row in rows:
        row.link = founder_link(row) if acting.helper else ""
        row.page = acting.url("founder", row.reference)
    stand = stand_of(acting.founding, on=clock.today())
    context = {"acting": acting, "founding": acting.founding, "rows": rows, "form": form, "stand": stand}
    context["untold"] = sum(1 for row in rows if (row.email or row.phone) and not row.told_at)
    status = 200 if request.method != "POST" else CONFLICT if error else INVALID
    if error:
        form.add_error(None, error)
    return render(request, "volunteers/clubs/founders.html", context, status=status)


def person(request: HttpRequest, acting: Acting, founder: str) -> HttpResponse:
    row = _founder(acting, founder)
    form, error = FounderForm(request.POST or None, instance=row), ""
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_founder(_founder(acting, founder), now=clock.now(), **form.cleaned_data)
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(acting.url("founders"))
    more: dict[str, Any] = {
        "title": row.name,
        "back": acting.url("founders"),
        "remove": acting.url("remove_founder", founder),
    }
    return form_page(request, acting, form, error=error, **more)


def remove(request: HttpRequest, acting: Acting, founder: str) -> HttpResponse:
    row = _founder(acting, founder)
    if request.method == "POST":
        try:
            verbs.remove_founder(row, now=clock.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Von der Liste genommen, die Angaben sind gelöscht."))
            if acting.founder and acting.founder.pk == row.pk:
                return redirect("quarters:start")
    return redirect(acting.url("founders"))


def send(request: HttpRequest, acting: Acting, founder: str) -> HttpResponse:
    """Her own link goes to her; never to whoever presses the button."""
    row = _founder(acting, founder)
    if request.method == "POST":
        try:
            _not_too_many(request, acting)
            send_link(row, now=clock.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Der Link geht an {name}.").format(name=row.name))
    return redirect(acting.url("founders"))


def _not_too_many(request: HttpRequest, acting: Acting) -> None:
    """Whoever holds a link could else have us write to whomever she types."""
    if acting.founder and too_often(request, what="founder_link", most=MOST, seconds=HOUR):
        raise TooManyLinks()


def send_all(request: HttpRequest, acting: Acting) -> HttpResponse:
    if not acting.keeps_people:
        raise Http404
    if request.method == "POST":
        try:
            _not_too_many(request, acting)
            sent = send_links(acting.founding, now=clock.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, ngettext("1 Link ist unterwegs.", "{n} Links sind unterwegs.", sent).format(n=sent)
            )
    return redirect(acting.url("founders"))


def _founder(acting: Acting, reference: str) -> Founder:
    if not acting.sees_people:
        raise Http404
    return get_object_or_404(acting.founding.founders.select_related("founding"), reference=reference)
