"""One view, two answers: the whole page, or for htmx the named fragment of the same template."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

INVALID, CONFLICT = 422, 409


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, fragment: str = "", status: int = 200
) -> HttpResponse:
    """`fragment` is a partialdef's fixed name in the template, chosen by the view, never by the client."""
    is_fragment = (
        bool(fragment) and bool(getattr(request, "htmx", False)) and not getattr(request.htmx, "boosted", False)  # type: ignore[attr-defined]
    )
    response = render(request, f"{template}#{fragment}" if is_fragment else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
