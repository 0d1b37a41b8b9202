"""`/leitstand/treffpunkte/`: keeping a meeting point up to date. One task a page; the last step can be taken back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT, INVALID
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import MeetingPoint, PointChange, RoleKind
from quarters.points import changes
from quarters.points.changes import What
from quarters.points.forms import DayForm, HoursForm, PhotoForm, StopForm, WordsForm
from quarters.points.keeping import get_point, kept_points
from quarters.points.opening import say_spans
from quarters.points.people import is_named_at, name_at, people_at
from quarters.points.reading import show, told
from quarters.points.week import week_rows

keepers = role_required(RoleKind.HELPER, RoleKind.GWG_STAFF)
View = Callable[..., HttpResponse]


def keeping(view: View) -> View:
    """For keepers, kept by nobody on the way, counted once."""
    return keepers(never_cache(once(view)))


@keepers
@never_cache
def kept(request: HttpRequest) -> HttpResponse:
    """Those she keeps: running ones first, then what is over."""
    now = clock.now()
    query = request.GET.get("suche", "").strip()[:80].replace("\x00", "")
    rows = kept_points(request.user)
    if query:
        rows = rows.filter(name__icontains=query)
    places = [show(point, now) for point in told(rows, clock.local(now).date())]
    places.sort(key=lambda place: place.is_over)
    return render(request, "quarters/points/kept.html", {"places": places, "query": query})


@keepers
@never_cache
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    return overview(request, get_point(request.user, slug))


def overview(request: HttpRequest, point: MeetingPoint, *, message: str = "", status: int = 200) -> HttpResponse:
    now = clock.now()
    place = show(told(MeetingPoint.objects.filter(pk=point.pk), clock.local(now).date()).get(), now)
    context = {
        "place": place,
        "meeting_point": point,
        "week": week_rows(place.hours),
        "days": changes.read(point, What.DAYS, now),
        "photos": point.photos.filter(removed_at=None),
        "change": changes.last_change(point, now),
        "people": people_at(point, place.day),
        "is_named": is_named_at(request.user, point),
        "message": message,
    }
    return render(request, "quarters/points/keep.html", context, status=status)


@keeping
def words(request: HttpRequest, slug: str) -> HttpResponse:
    point, now = get_point(request.user, slug), clock.now()
    near = (point.district.latitude, point.district.longitude)
    form = WordsForm(_sent(request), initial=changes.read(point, What.WORDS, now), near=near)
    if request.method == "POST" and form.is_valid():
        return _put(request, point, What.WORDS, form.words)
    return _page(request, "words", point, form)


@keeping
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    point, now = get_point(request.user, slug), clock.now()
    form = HoursForm(_sent(request), lines=changes.read(point, What.HOURS, now))
    if request.method == "POST" and form.is_valid():
        return _put(request, point, What.HOURS, form.lines)
    return _page(request, "hours", point, form)


@keeping
def days(request: HttpRequest, slug: str) -> HttpResponse:
    """A new entry for a day replaces what stood there."""
    point, now = get_point(request.user, slug), clock.now()
    form = DayForm(_sent(request), today=clock.local(now).date())
    there = changes.read(point, What.DAYS, now)
    if request.method == "POST" and form.is_valid():
        new = {line[0] for line in form.lines}
        kept_lines = [line for line in there if line[0] not in new]
        return _put(request, point, What.DAYS, sorted([*kept_lines, *form.lines], key=lambda line: line[0]))
    return _page(request, "days", point, form, days=_said_days(point))


@keepers
@require_POST
@once
def day_off(request: HttpRequest, slug: str) -> HttpResponse:
    """The day is again as every week."""
    point = get_point(request.user, slug)
    there = changes.read(point, What.DAYS, clock.now())
    return _put(request, point, What.DAYS, [line for line in there if line[0] != request.POST.get("tag")])


@keeping
def route(request: HttpRequest, slug: str) -> HttpResponse:
    point, now = get_point(request.user, slug), clock.now()
    form = StopForm(_sent(request), initial={"district": point.district_id})
    if request.method == "POST" and form.is_valid():
        there = changes.read(point, What.ROUTE, now)
        others = [line for line in there if line[:2] != form.line[:2]]
        return _put(request, point, What.ROUTE, sorted([*others, form.line]))
    return _page(request, "route", point, form, stops=point.stops.select_related("district"))


@keepers
@require_POST
@once
def stop_off(request: HttpRequest, slug: str) -> HttpResponse:
    point = get_point(request.user, slug)
    gone = request.POST.get("halt", "")
    there = changes.read(point, What.ROUTE, clock.now())
    return _put(request, point, What.ROUTE, [line for line in there if f"{line[0]} {line[1]}" != gone])


@keeping
def photos(request: HttpRequest, slug: str) -> HttpResponse:
    point = get_point(request.user, slug)
    form = PhotoForm(_sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changes.add_photo(point, data["photo"], description=data["description"], by=_user(request), now=clock.now())
        except DomainError as error:
            form.add_error("photo", str(error))
        else:
            return _done(request, point, _("Gespeichert. Das Foto steht auf der Seite."))
    rows = {"photos": point.photos.filter(removed_at=None), "removed": point.photos.exclude(removed_at=None)}
    return _page(request, "photos", point, form, **rows)


@keepers
@require_POST
@once
def photo_off(request: HttpRequest, slug: str) -> HttpResponse:
    """One place ahead, or off the page; „für immer“ also from the database, for whoever is seen and does not want it."""
    point = get_point(request.user, slug)
    photo = point.photos.filter(pk=_number(request, "foto")).first()
    if photo is None:
        return redirect("quarters:keep_photos", point.slug)
    if request.POST.get("was") == "vor":
        changes.move_photo_ahead(point, photo, by=_user(request), now=clock.now())
        return redirect("quarters:keep_photos", point.slug)
    if request.POST.get("was") == "weg":
        changes.erase_photo(photo)
        return _done(request, point, _("Das Foto ist gelöscht."))
    there = changes.read(point, What.PHOTO, clock.now())
    wanted = [key for key in there if key != photo.pk]
    if request.POST.get("was") == "zurueck" and photo.removed_at is not None:
        wanted = [*there, photo.pk]
    return _put(request, point, What.PHOTO, wanted)


@keepers
@require_POST
@once
def name(request: HttpRequest, slug: str) -> HttpResponse:
    """Her own first name on the public page, or not."""
    point, is_named = get_point(request.user, slug), request.POST.get("name") == "ja"
    name_at(request.user, point, is_named=is_named)
    words = (
        _("Ihr Vorname steht jetzt auf der Seite.") if is_named else _("Ihr Vorname steht nicht mehr auf der Seite.")
    )
    return _done(request, point, words)


@keepers
@require_POST
@once
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    point = get_point(request.user, slug)
    change = PointChange.objects.filter(meeting_point=point, pk=_number(request, "was")).first()
    if change is None:
        raise Http404
    try:
        changes.undo(change, by=_user(request), now=clock.now())
    except DomainError as error:
        return overview(request, point, message=str(error), status=CONFLICT)
    return _done(request, point, _("Zurückgenommen. Es ist wieder wie vorher."))


def _sent(request: HttpRequest) -> Any:
    """What was sent, also when every field was left empty."""
    return request.POST if request.method == "POST" else None


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _user(request: HttpRequest) -> Any:
    return request.user


def _put(request: HttpRequest, point: MeetingPoint, what: str, wanted: Any) -> HttpResponse:
    changes.put(point, what, wanted, by=_user(request), now=clock.now())
    return _done(request, point, _("Gespeichert. So steht es jetzt auf der Seite."))


def _done(request: HttpRequest, point: MeetingPoint, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("quarters:keep_point", point.slug)


def _page(request: HttpRequest, name: str, point: MeetingPoint, form: Any, **more: Any) -> HttpResponse:
    status = INVALID if request.method == "POST" else 200
    context = {"meeting_point": point, "form": form, **more}
    return render(request, f"quarters/points/keep_{name}.html", context, status=status)


def _said_days(point: MeetingPoint) -> list[dict[str, Any]]:
    rows = point.office_days.filter(day__gte=clock.today())
    return [
        {"row": row, "hours": say_spans([(row.opens, row.closes)] if row.opens and row.closes else [])} for row in rows
    ]
