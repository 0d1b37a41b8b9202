"""„Liste für die Kasse“: shown, fetched as a table, ticked, and read back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import Organisation
from volunteers.clubs import cash as verbs
from volunteers.clubs import cash_tables
from volunteers.clubs.cash import CashLine
from volunteers.clubs.club_forms import ReadBackForm
from volunteers.clubs.members import call_fees
from volunteers.clubs.views.pages import status_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def cash(request: HttpRequest, club: Organisation) -> HttpResponse:
    """`jahr` chooses the year. Posting a file marks what has been paid, and says of each row what became of it."""
    year = _year(request)
    form, error, back = ReadBackForm(request.POST or None, request.FILES or None), "", None
    is_sent = request.method == "POST"
    if is_sent and form.is_valid():
        try:
            data = form.cleaned_data["file"].read()
            back = cash_tables.read_back(club, data, by=request.user, now=clock.now())  # type: ignore[arg-type]
        except DomainError as found:
            error = str(found)
    if error:
        form.add_error("file", error)
    lines = verbs.cash_list(club, year=year, on=clock.today())
    shown = ReadBackForm() if back or not is_sent else form
    context = {"club": club, "year": year, "lines": lines, "form": shown, "back": back, "sums": verbs.sums(lines)}
    context |= {"open": _open(lines), "paid": [one for one in lines if one.paid_on]}
    context |= {"years": [year - 1, year + 1]}
    return render(request, "volunteers/clubs/cash.html", context, status=200 if back else status_of(request))


def _open(lines: list[CashLine]) -> list[tuple[str, int, list[CashLine]]]:
    """What is still to come in and to go out: (heading, cents, lines); none that is empty."""
    still = [one for one in lines if one.paid_on is None]
    ways = ((_("Kommt herein"), False), (_("Geht hinaus"), True))
    found = [(label, [one for one in still if one.goes_out is out]) for label, out in ways]
    return [(label, sum(one.cents for one in rows), rows) for label, rows in found if rows]


def table(request: HttpRequest, club: Organisation, form: str) -> HttpResponse:
    if form not in ("csv", "xlsx"):
        raise Http404
    year = _year(request)
    lines = verbs.cash_list(club, year=year, on=clock.today())
    made = cash_tables.as_csv(lines) if form == "csv" else cash_tables.as_xlsx(lines)
    response = HttpResponse(made, content_type="text/csv; charset=utf-8" if form == "csv" else XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="kasse-{year}.{form}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def fees(request: HttpRequest, club: Organisation) -> HttpResponse:
    """What each owes for the year."""
    year = _year(request)
    if request.method == "POST":
        made = call_fees(club, year=year)
        messages.success(request, _("Beiträge für {year}: {count} neue Zeilen.").format(year=year, count=made))
    return redirect(f"{reverse('volunteers:club_cash', args=[club.slug])}?jahr={year}")


def tick(request: HttpRequest, club: Organisation, mark: str) -> HttpResponse:
    """Paid today."""
    if request.method == "POST":
        try:
            verbs.mark_paid(club, mark, on=clock.today(), by=request.user, now=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Als bezahlt eingetragen."))
    return redirect(f"{reverse('volunteers:club_cash', args=[club.slug])}?jahr={_year(request)}")


def take_back(request: HttpRequest, club: Organisation, mark: str) -> HttpResponse:
    """Ticked by mistake."""
    if request.method == "POST":
        try:
            verbs.take_back(club, mark)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Steht wieder offen."))
    return redirect(f"{reverse('volunteers:club_cash', args=[club.slug])}?jahr={_year(request)}")


def _year(request: HttpRequest) -> int:
    text = request.GET.get("jahr", "") or request.POST.get("jahr", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    return year if 2000 <= year <= 2100 else clock.today().year
