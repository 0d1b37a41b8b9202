"""Who was there, and what is certified: the pages of a course while and after it runs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helpers.courses import attending, certifying, places
from helpers.courses.access import (
    ROOM,
    get_certificate,
    get_course,
    get_day,
    get_participant,
    get_planned,
    teacher,
)
from helpers.courses.reading import lines_of
from helpers.courses.sheets import attendance_sheet, certificate_sheet
from helpers.courses.views.courses import course_page
from helpers.models import Attendance
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.htmx import CONFLICT
from piano.kit.once import once
from piano.kit.printing import pdf_response
from quarters.access import role_required


@role_required(*ROOM)
@never_cache
@once
def attendance(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One day: a tick for each who was there; `?blatt=1` is the list to sign."""
    user = teacher(request)
    day = get_day(user, reference, pk)
    if request.GET.get("blatt"):
        return pdf_response(attendance_sheet(day), "teilnahme")
    message, status = "", 200
    if request.method == "POST":
        try:
            ticked = [one for one in request.POST.getlist("da") if "\x00" not in one]
            number = attending.note_there(day, ticked, by=user, now=clock.now())
            messages.success(request, f"Gespeichert: {number} waren da.")
            return redirect("helpers:course", reference)
        except DomainError as error:
            message, status = str(error), CONFLICT
    there = set(Attendance.objects.filter(day=day).values_list("participant", flat=True))
    people = [(line.participant, line.participant.pk in there) for line in lines_of(day.course)]
    context = {"day": day, "people": people, "message": message, "is_ahead": day.starts_at > clock.now()}
    return render(request, "helpers/courses/attendance.html", context, status=status)


@require_POST
@role_required("centre")
@once
def certify(request: HttpRequest, reference: str) -> HttpResponse:
    user = teacher(request)
    shown = get_planned(user, reference)
    try:
        made = certifying.certify(shown, by=user, now=clock.now())
    except DomainError as error:
        return course_page(request, shown, message=str(error), status=CONFLICT)
    messages.success(request, f"Ausgestellt: {len(made)}. Was jemand gelernt hat, zählt jetzt als Nachweis.")
    return redirect("helpers:course", reference)


@role_required(*ROOM)
@never_cache
def certificate(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    row = get_certificate(get_course(teacher(request), reference), code)
    return pdf_response(certificate_sheet(row), "bescheinigung")


@require_POST
@role_required("centre")
@once
def take_back(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    user = teacher(request)
    row = get_certificate(get_planned(user, reference), code)
    certifying.take_back(row, by=user, now=clock.now())
    messages.success(request, "Zurückgenommen. Der Code gilt nicht mehr, und der Nachweis ist weg.")
    return redirect("helpers:course", reference)


@require_POST
@role_required("centre")
@once
def sign_off(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    """Somebody called: she does not come."""
    shown = get_planned(teacher(request), reference)
    places.give_back(get_participant(shown, person), now=clock.now())
    messages.success(request, "Abgemeldet. Der Platz geht an die Warteliste.")
    return redirect("helpers:course", reference)
