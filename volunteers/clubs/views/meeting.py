"""Assemblies: called, invited to in time, written down."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.printing import pdf_response
from piano.kit.printing.odt import odt_response
from quarters.models import Organisation
from volunteers.clubs import assemblies as verbs
from volunteers.clubs import assembly_papers as papers
from volunteers.clubs.club_forms import AssemblyForm, InvitedForm, MinutesForm
from volunteers.clubs.rules import last_day_to_invite, rules_of
from volunteers.clubs.views.pages import status_of
from volunteers.models import Assembly

SHEETS = {
    "einladung": papers.invitation_sheet,
    "anwesenheit": papers.attendance_sheet,
    "protokoll": papers.minutes_sheet,
}


def assemblies(request: HttpRequest, club: Organisation) -> HttpResponse:
    """All, the next one first; and a new one, whose days are counted at once."""
    form = AssemblyForm(request.POST or None)
    rules = rules_of(club)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = verbs.call(club, kind=said["kind"], held_at=form.held_at(), place=said["place"], agenda=said["agenda"])
        return redirect("volunteers:club_assembly", club.slug, row.reference)
    today = clock.today()
    rows = list(Assembly.objects.filter(association=club))
    for row in rows:
        row.words, row.is_late = verbs.warning(row, on=today), verbs.is_late(row, on=today)  # type: ignore[attr-defined]
    earliest = today + (today - last_day_to_invite(today, rules.notice_days))
    context = {"club": club, "rows": rows, "form": form, "rules": rules, "earliest": earliest, "now": clock.now()}
    return render(request, "volunteers/clubs/assemblies.html", context, status=status_of(request))


def assembly(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    """Its invitation with the last day, its papers, and afterwards its minutes."""
    return _page(request, club, _assembly(club, reference))


def _page(
    request: HttpRequest, club: Organisation, row: Assembly, *, invited: InvitedForm | None = None,
    minutes: MinutesForm | None = None, error: str = "",
) -> HttpResponse:  # fmt: skip
    shown, today = invited or minutes, clock.today()
    if error and shown:
        shown.add_error(None, error)
    context = {"club": club, "assembly": row, "is_over": row.held_at <= clock.now(), "shown": shown}
    context |= {"invited": invited or InvitedForm(initial={"on": row.invited_on or today})}
    context |= {"minutes": minutes or MinutesForm(instance=row), "last_day": verbs.last_day(row)}
    context |= {"words": verbs.warning(row, on=today), "is_late": verbs.is_late(row, on=today)}
    mails = papers.by_mail(row, on=today)
    context |= {"letters": len(papers.by_letter(row, on=today)), "mails": mails}
    context["mailto"] = papers.invitation_mail(row, mails)
    return render(request, "volunteers/clubs/assembly.html", context, status=status_of(request, error))


def invited(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    row, form, error = _assembly(club, reference), InvitedForm(request.POST or None), ""
    if request.method != "POST":
        return redirect("volunteers:club_assembly", club.slug, reference)
    if form.is_valid():
        try:
            verbs.note_invited(row, on=form.cleaned_data["on"], by=request.user, now=clock.now())  # type: ignore[arg-type]
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Notiert."))
            return redirect("volunteers:club_assembly", club.slug, reference)
    return _page(request, club, row, invited=form, error=error)


def minutes(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    row = _assembly(club, reference)
    if request.method != "POST":
        return redirect("volunteers:club_assembly", club.slug, reference)
    form, error = MinutesForm(request.POST, instance=_assembly(club, reference)), ""
    if form.is_valid():
        try:
            verbs.write_minutes(row, **form.cleaned_data, by=request.user, now=clock.now())  # type: ignore[arg-type]
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Das Protokoll ist gespeichert. Gedruckt und unterschrieben gilt es."))
            return redirect("volunteers:club_assembly", club.slug, reference)
    return _page(request, club, row, minutes=form, error=error)


def print_paper(request: HttpRequest, club: Organisation, reference: str, kind: str, form: str) -> HttpResponse:
    if kind not in SHEETS or form not in ("pdf", "odt"):
        raise Http404
    sheet = SHEETS[kind](_assembly(club, reference))
    return pdf_response(sheet, kind) if form == "pdf" else odt_response(sheet, kind)


def letters(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    """One for each member whom no mail reaches, to fold into a window envelope."""
    sheets = papers.invitation_letters(_assembly(club, reference), on=clock.today())
    if not sheets:
        messages.info(request, _("Alle Mitglieder haben eine E-Mail-Adresse. Briefe braucht es nicht."))
        return redirect("volunteers:club_assembly", club.slug, reference)
    return pdf_response(sheets, "einladungen")


def _assembly(club: Organisation, reference: str) -> Assembly:
    return get_object_or_404(
        Assembly.objects.filter(association=club).select_related("association"), reference=reference
    )
