"""Long lists in pages: `?seite=2`. What is no page shows the nearest one. `_pager.html` leads on."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

SIZE = 50


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """`rows` have an order in which no two are alike."""
    return Paginator(rows, SIZE).get_page(request.GET.get("seite"))
