"""`/termine/monat/…`: the programme of a month as a calendar, and on paper in large type."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from piano.kit import clock
from piano.kit.printing import pdf_response
from piano.kit.weekdays import WEEKDAYS
from quarters.models import MeetingPoint
from quarters.programme.months import of_month, read_month, weeks_of
from quarters.programme.reading import Choice, read_choice
from quarters.programme.repeating import first_of_month
from quarters.programme.sheets import month_sheet

MOST_ON_PAPER = 400


def month(request: HttpRequest, month: str = "") -> HttpResponse:
    today, choice = clock.today(), read_choice(request.GET)
    first = read_month(month, today=today)
    if first is None:
        raise Http404
    context = {
        "month": first,
        "title": clock.say_month(first),
        "weeks": weeks_of(first, choice),
        "weekdays": [name for _number, name in WEEKDAYS],
        "today": today,
        "choice": choice,
        "before": first_of_month(first, ahead=-1),
        "after": first_of_month(first, ahead=1),
    }
    return render(request, "quarters/programme/month.html", context)


def month_on_paper(request: HttpRequest, month: str) -> HttpResponse:
    """Narrowed as the page, or of one meeting point (`?treffpunkt=`)."""
    first = read_month(month, today=clock.today())
    if first is None:
        raise Http404
    slug = request.GET.get("treffpunkt", "").replace("\x00", "")[:80]
    point = get_object_or_404(MeetingPoint, slug=slug) if slug else None
    rows = of_month(Choice() if point else read_choice(request.GET), first)
    events = rows.filter(meeting_point=point) if point else rows
    return pdf_response(
        month_sheet(list(events.with_address()[:MOST_ON_PAPER]), month=first, name=point.name if point else ""),
        "termine",
    )
