"""`/verein/`: the association of an officer, its dates, and its members."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.access import role_required
from quarters.models import Organisation
from volunteers.clubs import members as verbs
from volunteers.clubs import overview, renewing
from volunteers.clubs.access import clubs_of
from volunteers.clubs.club_forms import LeaveForm, MemberForm, RenewalForm
from volunteers.clubs.views.pages import form_page, status_of
from volunteers.clubs.ways import club_ways
from volunteers.models import Fee, Member, Renewal


@role_required("association_officer")
@never_cache
def clubs(request: HttpRequest) -> HttpResponse:
    """One association opens at once, of several one is chosen."""
    found = clubs_of(request.user)
    if len(found) == 1:
        return redirect("volunteers:club", found[0].slug)
    return render(request, "volunteers/clubs/clubs.html", {"clubs": found})


def club(request: HttpRequest, club: Organisation) -> HttpResponse:
    """What is due, who has office duty, and the ways to the rest."""
    form = RenewalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        renewing.plan(club, said["kind"], due_on=said["due_on"], words=said["words"])
        messages.success(request, _("Die Frist steht. Wir erinnern 90, 30 und 7 Tage vorher."))
        return redirect("volunteers:club", club.slug)
    ways = [(way, reverse(way.page, args=[club.slug])) for way in club_ways()]
    context = {"club": club, "ways": ways, "form": form, **overview.of(club, now=clock.now())}
    return render(request, "volunteers/clubs/club.html", context, status=status_of(request))


def finish_renewal(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    row, user = _renewal(club, reference), request.user
    if request.method == "POST":
        renewing.finish(row, on=clock.today(), by=user, now=clock.now())  # type: ignore[arg-type]
        messages.success(request, _("Erledigt. Was wiederkommt, steht schon mit dem nächsten Tag da."))
    return redirect("volunteers:club", club.slug)


def reopen_renewal(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    row = _renewal(club, reference)
    if request.method == "POST":
        renewing.reopen(row)
        messages.success(request, _("Steht wieder offen."))
    return redirect("volunteers:club", club.slug)


def _renewal(club: Organisation, reference: str) -> Renewal:
    return get_object_or_404(Renewal.objects.filter(association=club), reference=reference)


def members(request: HttpRequest, club: Organisation) -> HttpResponse:
    """`suche` finds a name or a number."""
    query = request.GET.get("suche", "").strip()[:80].replace("\x00", "")
    rows = list(verbs.find(club, query)[:500])
    today = clock.today()
    owed = set(
        Fee.objects.filter(member__in=rows, paid_on=None, waived_on=None, due_on__lt=today).values_list(
            "member", flat=True
        )
    )
    for row in rows:
        row.owes = row.pk in owed  # type: ignore[attr-defined]
    here = [row for row in rows if not row.left_on or row.left_on > today]
    gone = [row for row in rows if row.left_on and row.left_on <= today]
    context = {"club": club, "rows": here, "gone": gone, "query": query}
    return render(request, "volunteers/clubs/members.html", context)


def new_member(request: HttpRequest, club: Organisation) -> HttpResponse:
    form, error = MemberForm(request.POST or None, association=club), ""
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.admit(club, **form.cleaned_data)
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Aufgenommen unter der Nummer {number}.").format(number=row.number))
            return redirect("volunteers:club_members", club.slug)
    return form_page(request, club, form, title=_("Jemanden aufnehmen"), back="club_members", error=error)


def member(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    """What is known of a member, her fees, and her exit."""
    row = _member(club, reference)
    form, error = MemberForm(request.POST or None, instance=_member(club, reference), association=club), ""
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change(row, **form.cleaned_data)
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("volunteers:club_member", club.slug, reference)
    return _member_page(request, club, row, form=form, error=error)


def _member_page(
    request: HttpRequest, club: Organisation, row: Member, *, form: Any = None, leave: Any = None, error: str = ""
) -> HttpResponse:
    shown = form or leave
    if error:
        shown.add_error(None, error)
    context = {"club": club, "member": row, "form": form or MemberForm(instance=row, association=club), "shown": shown}
    context |= {"leave": leave or LeaveForm(initial={"on": clock.today().replace(month=12, day=31)})}
    context |= {"fees": row.fees.order_by("-year"), "terms": row.terms.all(), "relatives": row.relatives.all()}
    return render(request, "volunteers/clubs/member.html", context, status=status_of(request, error))


def leave(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    row, form, error = _member(club, reference), LeaveForm(request.POST or None), ""
    if request.method != "POST":
        return redirect("volunteers:club_member", club.slug, reference)
    if form.is_valid():
        try:
            verbs.leave(row, on=form.cleaned_data["on"], now=clock.now())
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Austritt notiert. Anschrift und Telefon werden drei Monate danach gelöscht."))
            return redirect("volunteers:club_member", club.slug, reference)
    return _member_page(request, club, row, leave=form, error=error)


def come_back(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    row = _member(club, reference)
    if request.method == "POST":
        try:
            verbs.come_back(row, now=clock.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Wieder Mitglied."))
    return redirect("volunteers:club_member", club.slug, reference)


def waive(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    """In need: no reason is written down."""
    fee = get_object_or_404(Fee.objects.filter(member__association=club).select_related("member"), reference=reference)
    if request.method == "POST":
        verbs.waive(fee, now=clock.now())
        messages.success(request, _("Erlassen."))
    return redirect("volunteers:club_member", club.slug, fee.member.reference)


def _member(club: Organisation, reference: str) -> Member:
    rows = Member.objects.filter(association=club).select_related("family", "association")
    return get_object_or_404(rows, reference=reference)
