"""What the pages of a running association share: its form page and its answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from piano.kit.htmx import CONFLICT, INVALID
from quarters.models import Organisation


def status_of(request: HttpRequest, error: str = "") -> int:
    """For a page that shows a form again."""
    return 200 if request.method != "POST" else CONFLICT if error else INVALID


def form_page(
    request: HttpRequest, club: Organisation, form: Any, *, title: str, back: str, error: str = "", **more: Any
) -> HttpResponse:
    """`back` is the name of the page one comes from."""
    if error:
        form.add_error(None, error)
    context = {
        "club": club,
        "form": form,
        "title": title,
        "back": reverse(f"volunteers:{back}", args=[club.slug]),
        **more,
    }
    return render(request, "volunteers/clubs/form.html", context, status=status_of(request, error))
