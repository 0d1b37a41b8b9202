"""`/leitstand/protokoll/`: the numbered log of each district, day by day; helpers add lines, print it, and close it."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from piano.kit.printing import pdf_response, wants_large
from quarters.access import role_required
from quarters.models import District, User
from requests.board.daybook import add_note, close_book
from requests.forms.board import DayNoteForm
from requests.models import DayBook
from requests.prints.daybook import day_log, say_lines

SHOWN = 14


@role_required("helper")
@never_cache
def day_books(request: HttpRequest) -> HttpResponse:
    """The helper's districts, each with the books of the last days; the only district opens at today's."""
    mine = list(_districts(request))
    context = {"districts": [(district, _books(district)) for district in mine], "today": clock.today()}
    return render(request, "requests/board/day_books.html", context)


@role_required("helper")
@never_cache
def day_book(request: HttpRequest, district: str, day: str) -> HttpResponse:
    return book_page(request, _district(request, district), read_day(day))


def book_page(
    request: HttpRequest, district: District, day: dt.date, *, form: Any = None, message: str = "", status: int = 200
) -> HttpResponse:
    """A day without a book is an empty one, as long as it is not to come."""
    book, today = _book(district, day), clock.today()
    if book.pk is None and day > today:
        raise Http404
    context = {
        "book": book,
        "district": district,
        "lines": say_lines(book) if book.pk else [],
        "form": form or DayNoteForm(),
        "may_add": book.closed_at is None and day >= today,
        "may_close": book.closed_at is None and day <= today,
        "message": message,
    }
    return render(request, "requests/board/day_book.html", context, status=status)


@require_POST
@role_required("helper")
@once
def note(request: HttpRequest, district: str, day: str) -> HttpResponse:
    """Adds a line to today's book, wherever the form stood: when that was closed in between, to the next day's."""
    place, form, user = _district(request, district), DayNoteForm(request.POST), cast(User, request.user)
    if not form.is_valid():
        return book_page(request, place, read_day(day), form=form, status=INVALID)
    line = add_note(place, words=form.cleaned_data["words"], by=user, now=clock.now())
    where = clock.say_day(line.book.day)
    messages.success(request, _("Aufgeschrieben: Nummer {number}, {day}.").format(number=line.number, day=where))
    return redirect("requests:day_book", district, line.book.day.isoformat())


@require_POST
@role_required("helper")
@once
def close(request: HttpRequest, district: str, day: str) -> HttpResponse:
    place, date = _district(request, district), read_day(day)
    try:
        close_book(place, date, by=cast(User, request.user), now=clock.now())
    except DomainError as error:
        return book_page(request, place, date, message=str(error), status=CONFLICT)
    messages.success(request, _("Abgeschlossen. Was jetzt noch kommt, steht im nächsten Tag."))
    return redirect("requests:day_book", district, day)


@role_required("helper")
def day_log_print(request: HttpRequest, district: str, day: str) -> HttpResponse:
    place, date = _district(request, district), read_day(day)
    book = get_object_or_404(DayBook.objects.select_related("district", "closed_by"), district=place, day=date)
    return pdf_response(day_log(book, large=wants_large(request)), f"tagesprotokoll-{place.slug}-{date}")


def read_day(text: str) -> dt.date:
    day = clock.read_day(text)
    if day is None:
        raise Http404
    return day


def _districts(request: HttpRequest) -> Any:
    return District.objects.filter(pk__in=cast(User, request.user).district_ids).order_by("number")


def _district(request: HttpRequest, slug: str) -> District:
    """Of the helper's own; another's is not there."""
    district: District = get_object_or_404(_districts(request), slug=slug)
    return district


def _books(district: District) -> list[DayBook]:
    return list(DayBook.objects.filter(district=district).order_by("-day")[:SHOWN])


def _book(district: District, day: dt.date) -> DayBook:
    rows = DayBook.objects.select_related("closed_by").filter(district=district, day=day)
    return rows.first() or DayBook(district=district, day=day)
