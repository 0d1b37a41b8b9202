"""The numbered log, the board and its keys, and what is offered."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.printing import pdf_response, wants_large
from piano.kit.printing.odt import odt_response
from quarters.models import Category, Organisation, Who
from volunteers.clubs import board as boards
from volunteers.clubs import office as offices
from volunteers.clubs.board_papers import change_of_board
from volunteers.clubs.club_forms import ElectForm, KeyForm, LineForm, RulesForm, ScopeForm
from volunteers.clubs.rules import change_rules, decide_scope, rules_of
from volunteers.clubs.views.pages import form_page, status_of
from volunteers.models import BoardTerm, ClubBook, ClubLine, Member, Scope

COLUMNS = (  # of the matrix
    (Who.LAY, gettext_lazy("Ehrenamtliche")),
    (Who.TRAINED, gettext_lazy("Geschulte")),
    (Who.PROFESSIONAL, gettext_lazy("Fachleute")),
    (Scope.NOT_OFFERED, gettext_lazy("niemand")),
)


def book(request: HttpRequest, club: Organisation, day: str = "") -> HttpResponse:
    """One day of the log; today's takes lines."""
    on = _day(day) if day else clock.today()
    form, error = LineForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            line = offices.write_line(club, words=form.cleaned_data["words"], by=request.user, now=clock.now())  # type: ignore[arg-type]
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Eingetragen unter {number}.").format(number=line))
            return redirect("volunteers:club_day", club.slug, f"{line.book.day:%Y-%m-%d}")
    if error:
        form.add_error(None, error)
    found_book = ClubBook.objects.filter(association=club, day=on).select_related("closed_by").first()
    context = {
        "club": club,
        "day": on,
        "today": clock.today(),
        "book": found_book,
        "form": form,
        "lines": _lines(found_book),
    }
    context["days"] = ClubBook.objects.filter(association=club).exclude(day=on)[:14]
    return render(request, "volunteers/clubs/book.html", context, status=status_of(request, error))


def _lines(book: ClubBook | None) -> list[ClubLine]:
    return list(book.lines.select_related("by")) if book else []


def close_day(request: HttpRequest, club: Organisation, day: str) -> HttpResponse:
    on = _day(day)
    if request.method == "POST":
        try:
            offices.close_day(club, on, by=request.user, now=clock.now())  # type: ignore[arg-type]
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Abgeschlossen. Was noch kommt, steht im nächsten Tag."))
    return redirect("volunteers:club_day", club.slug, f"{on:%Y-%m-%d}")


def print_day(request: HttpRequest, club: Organisation, day: str) -> HttpResponse:
    row = get_object_or_404(ClubBook.objects.select_related("closed_by"), association=club, day=_day(day))
    return pdf_response(offices.log_sheet(club, row, _lines(row), large=wants_large(request)), f"protokollbuch-{day}")


def _day(text: str) -> dt.date:
    day = clock.read_day(text)
    if day is None:
        raise Http404
    return day


def board(request: HttpRequest, club: Organisation) -> HttpResponse:
    """Who is elected until when, and who gets in."""
    form, error = ElectForm(request.POST or None, association=club, initial={"on": clock.today()}), ""
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            boards.elect(said.pop("member"), **said, by=request.user, now=clock.now())  # type: ignore[arg-type]
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Gewählt. Wer eine E-Mail-Adresse hat, meldet sich damit an."))
            return redirect("volunteers:club_board", club.slug)
    return _board_page(request, club, elect=form, error=error)


def _board_page(
    request: HttpRequest,
    club: Organisation,
    *,
    elect: ElectForm | None = None,
    key: KeyForm | None = None,
    error: str = "",
) -> HttpResponse:
    shown = key or elect
    if error and shown:
        shown.add_error(None, error)
    terms = BoardTerm.objects.filter(member__association=club).select_related("member")
    people = boards.holders(club, on=clock.today())
    context = {
        "club": club,
        "today": clock.today(),
        "elect": elect or ElectForm(association=club),
        "key": key or KeyForm(association=club),
    }
    context |= {"terms": terms.filter(left_on=None), "past": terms.filter(left_on__isnull=False)[:20], "shown": shown}
    context["keys"] = Member.objects.filter(association=club, person__in=people).select_related("person")
    return render(request, "volunteers/clubs/board.html", context, status=status_of(request, error))


def board_paper(request: HttpRequest, club: Organisation, form: str) -> HttpResponse:
    """For the register court: to print, or to go on writing in."""
    if form not in ("pdf", "odt"):
        raise Http404
    sheet = change_of_board(club, on=clock.today())
    name = "anmeldung-vorstand"
    return pdf_response(sheet, name) if form == "pdf" else odt_response(sheet, name)


def step_down(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    row = get_object_or_404(BoardTerm.objects.filter(member__association=club), reference=reference)
    if request.method == "POST":
        try:
            boards.step_down(row, on=clock.today(), now=clock.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Das Amt ist beendet. Denken Sie an das Registergericht."))
    return redirect("volunteers:club_board", club.slug)


def give_key(request: HttpRequest, club: Organisation) -> HttpResponse:
    form, error = KeyForm(request.POST or None, association=club), ""
    if request.method != "POST":
        return redirect("volunteers:club_board", club.slug)
    if form.is_valid():
        try:
            boards.give_key(form.cleaned_data["member"], now=clock.now())
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Der Zugang ist da."))
            return redirect("volunteers:club_board", club.slug)
    return _board_page(request, club, key=form, error=error)


def take_key(request: HttpRequest, club: Organisation, reference: str) -> HttpResponse:
    row = get_object_or_404(Member.objects.filter(association=club).select_related("association"), reference=reference)
    if request.method == "POST":
        try:
            boards.take_key(row, now=clock.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Der Zugang ist beendet."))
    return redirect("volunteers:club_board", club.slug)


def scope(request: HttpRequest, club: Organisation) -> HttpResponse:
    """The matrix: which kind of help, done by whom."""
    form, error = ScopeForm(request.POST or None, association=club), ""
    if request.method == "POST" and form.is_valid():
        try:
            changed = decide_scope(club, form.cleaned_data)
        except DomainError as found:
            error = str(found)
        else:
            messages.success(request, _("Gespeichert. Geändert: {count}.").format(count=changed))
            return redirect("volunteers:club_scope", club.slug)
    if error:
        form.add_error(None, error)
    rows = [(category, form[category.code]) for category, _who in form.rows]
    context = {"club": club, "form": form, "rows": rows, "matrix": _matrix(form)}
    context["columns"] = [label for _who, label in COLUMNS]
    return render(request, "volunteers/clubs/scope.html", context, status=status_of(request, error))


def _matrix(form: ScopeForm) -> list[tuple[Category, bool, list[tuple[str | Promise, bool]]]]:
    """Each kind of help, whether the association decided it itself, and (column, whether it holds)."""
    return [
        (category, bool(who), [(label, value == (who or category.who)) for value, label in COLUMNS])
        for category, who in form.rows
    ]


def rules(request: HttpRequest, club: Organisation) -> HttpResponse:
    form = RulesForm(request.POST or None, instance=rules_of(club))
    if request.method == "POST" and form.is_valid():
        change_rules(club, **form.cleaned_data)
        messages.success(request, _("Gespeichert. Es gilt für alles, was jetzt kommt."))
        return redirect("volunteers:club", club.slug)
    lede = _("So, wie Satzung und Beitragsordnung es sagen.")
    return form_page(request, club, form, title=_("Regeln des Vereins"), back="club", lede=lede)
