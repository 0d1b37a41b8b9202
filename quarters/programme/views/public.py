"""`/termine/`: the programme for everybody, as a list, one date, and calendars to subscribe to."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.htmx import render_page
from piano.kit.links import link_to
from piano.kit.printing import notice_response
from quarters.models import Event, EventKind, MeetingPoint, Registration
from quarters.points.notices import event_notice
from quarters.programme import reading
from quarters.programme.calendars import feed
from quarters.programme.slots import slots_of
from quarters.programme.waiting import place_in_line
from quarters.programme.words import say_place, say_price

FEED_AHEAD = dt.timedelta(days=366)
FEED_BACK = dt.timedelta(days=30)
MOST_IN_FEED = 1000


def events(request: HttpRequest) -> HttpResponse:
    now, choice = clock.now(), reading.read_choice(request.GET)
    after = request.GET.get("nach", "")[:60]
    page = reading.page_of(reading.events_ahead(choice, now=now), after)
    context = {
        "page": page,
        "choice": choice,
        "kinds": EventKind.choices,
        "districts": reading.districts(now),
        "languages": reading.languages(),
        "is_first": not after,
        "this_month": f"{clock.local(now):%Y-%m}",
        "point": MeetingPoint.objects.filter(slug=choice.point).first() if choice.point else None,
    }
    return render_page(request, "quarters/programme/events.html", context)


def event(request: HttpRequest, reference: str) -> HttpResponse:
    row, now = reading.get_event(reference), clock.now()
    mine = own_registration(request, row)
    context = {
        "event": row,
        "mine": mine,
        "line": place_in_line(mine) if mine and mine.state == "waiting" else 0,
        "slots": slots_of(row) if row.slot_minutes else [],
        "is_open": row.needs_registration and not row.is_cancelled and now < row.closes_at,
        "is_over": row.ends_at <= now,
    }
    return render_page(request, "quarters/programme/event.html", context)


def on_the_wall(request: HttpRequest, reference: str) -> HttpResponse:
    """The date on paper, with a code for the telephone and strips to tear off."""
    row = reading.get_event(reference)
    notice = event_notice(
        title=row.title,
        when=clock.say_span(row.starts_at, row.ends_at),
        where=say_place(row),
        link=link_to("quarters:event", row.reference),
        lede=row.about,
        rows=[(_("Preis"), say_price(row))],
        phone=row.meeting_point.phone,
    )
    return notice_response(notice, "aushang")


def own_registration(request: HttpRequest, event: Event) -> Registration | None:
    """Of whoever is signed in."""
    user: Any = request.user
    if not user.is_authenticated or user.is_limited:
        return None
    rows = Registration.objects.standing().select_related("event")
    found: Registration | None = rows.filter(event=event, person=user).first()
    return found


def calendar(request: HttpRequest) -> HttpResponse:
    """Everything of the next weeks; as narrow as the list in whose address it is asked for."""
    choice, now = reading.read_choice(request.GET), clock.now()
    return _calendar(_around(reading.events_ahead(choice, now=now - FEED_BACK), now), _("Termine in Ihrer Nähe"), now)


def calendar_of_point(request: HttpRequest, slug: str) -> HttpResponse:
    point, now = get_object_or_404(MeetingPoint, slug=slug), clock.now()
    rows = reading.events_ahead(reading.Choice(), now=now - FEED_BACK).filter(meeting_point=point)
    return _calendar(_around(rows, now), point.name, now)


def _around(rows: Any, now: dt.datetime) -> Any:
    return rows.with_street().filter(starts_at__lt=now + FEED_AHEAD)[:MOST_IN_FEED]


def _calendar(rows: Any, name: str, now: dt.datetime) -> HttpResponse:
    response = HttpResponse(feed(rows, name=name, now=now), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="termine.ics"'
    return response
