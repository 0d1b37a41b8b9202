"""`/ideen/`: what residents start, open to everybody, without an account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.limits import too_often
from piano.kit.once import once, token_of
from piano.kit.phones import say_phone
from quarters.ideas.bringing import WORKING_DAYS, bring_idea, looked_over_by
from quarters.ideas.forms import BringForm, JoinForm, ReportForm
from quarters.ideas.joining import is_full, join
from quarters.ideas.links import own_page
from quarters.ideas.looking_over import report_page
from quarters.ideas.reading import facts_of, public_ideas, runner_in, stage_choices
from quarters.models import District, Initiative
from quarters.signing.limited import is_limited

HOUR = 3600
SHOWN = 100


def ideas(request: HttpRequest) -> HttpResponse:
    """All of them, or of one district and stage; the filters are in the address and need no script."""
    chosen = {name: request.GET.get(name, "")[:80].replace("\x00", "") for name in ("stadtteil", "stand")}
    rows: list[Any] = list(public_ideas(district=chosen["stadtteil"], stage=chosen["stand"])[:SHOWN])
    for row in rows:
        row.runner = runner_in(row.everybody)
    context = {"ideas": rows, "chosen": chosen, "stages": stage_choices(), "is_filtered": any(chosen.values())}
    context["districts"] = District.objects.filter(initiatives__published_at__isnull=False).distinct()
    return render(request, "quarters/ideas/list.html", context)


def idea(request: HttpRequest, slug: str) -> HttpResponse:
    row = _public(slug)
    facts = facts_of(row)
    runner, user = facts["runner"], _account(request)
    own = own_page(runner) if runner and user and runner.person_id == user.pk else ""
    return render(request, "quarters/ideas/idea.html", {**facts, "own": own, "is_full": is_full(row)})


@never_cache
@once
def bring(request: HttpRequest) -> HttpResponse:
    form = BringForm(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        if form.is_machine:  # people leave it empty, machines do not
            return redirect("quarters:idea_thanks")
        if too_often(request, what="idea", most=10, seconds=HOUR):
            form.add_error(None, _("Das waren gerade sehr viele. Bitte rufen Sie uns an."))
        else:
            said = {name: form.cleaned_data[name] for name in ("title", "words", "district", "shows_name")}
            bring_idea(**said, who=form.somebody(_account(request)), now=clock.now(), form_token=token_of(request))
            return redirect("quarters:idea_thanks")
    status = INVALID if request.method == "POST" else 200
    return render(request, "quarters/ideas/bring.html", {"form": form, "days": WORKING_DAYS}, status=status)


def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "quarters/ideas/thanks.html", {"look_by": looked_over_by(clock.now())})


@never_cache
@once
def join_idea(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of its own: name, how to reach, what she brings along."""
    row = _public(slug)
    form, status = JoinForm(request.POST or None, initial=_known(request)), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid() and not too_often(request, what="idea_join", most=20, seconds=HOUR):
            try:
                if not form.is_machine:
                    said = {name: form.cleaned_data[name] for name in ("brings", "shows_name", "may_reach")}
                    join(row, who=form.somebody(_account(request)), now=clock.now(), **said)
            except DomainError as error:
                form.add_error(None, str(error))
                status = CONFLICT
            else:
                messages.success(request, _("Schön, dass Sie mitmachen! Sie hören von uns, wenn es ein Treffen gibt."))
                return redirect("quarters:idea", row.slug)
    context = {"idea": row, "form": form, "is_full": is_full(row)}
    return render(request, "quarters/ideas/join.html", context, status=status)


@never_cache
@once
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """„Stimmt hier etwas nicht?“: a helper reads it."""
    row = _public(slug)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not too_often(request, what="idea_report", most=10, seconds=HOUR):
            report_page(row, words=form.cleaned_data["words"], now=clock.now())
        messages.success(request, _("Danke. Wir sehen uns die Seite an."))
        return redirect("quarters:idea", row.slug)
    status = INVALID if request.method == "POST" else 200
    return render(request, "quarters/ideas/report.html", {"idea": row, "form": form}, status=status)


def _public(slug: str) -> Initiative:
    rows = Initiative.objects.published().select_related("district", "enabler").prefetch_related("people", "steps")
    row = rows.filter(slug=slug).first()
    if row is None:
        raise Http404
    return row


def _account(request: HttpRequest) -> Any:
    """Whoever is signed in with more than a code from paper."""
    user: Any = request.user
    return user if user.is_authenticated and not is_limited(user) else None


def _known(request: HttpRequest) -> dict[str, str]:
    """What her account says already, so that she need not type it."""
    user = _account(request)
    return {"name": user.full_name, "phone": say_phone(user.phone), "email": user.email or ""} if user else {}
