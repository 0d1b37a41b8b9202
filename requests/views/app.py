"""piAno on a telephone: what installs it, what it shows without a network, and what it keeps for that.

Nothing of anybody lies on the telephone but today's visits (`requests.arranged.today`): `templates/app/sw.js` throws them away at signing
out and when the day is over, and keeps no other page.
"""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from piano.kit import clock
from requests.arranged.today import load_today

PAPER, FELT = "#faf6ec", "#1a5440"  # static/css/tokens.css
ICONS = (
    ("icon-192", 192, "any"),
    ("icon-512", 512, "any"),
    ("icon-maskable-192", 192, "maskable"),
    ("icon-maskable-512", 512, "maskable"),
)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    language = get_language() or "de"
    says = {
        "id": "/",
        "name": _("piAno – Nachbarn helfen Nachbarn"),
        "short_name": "piAno",
        "description": _("Um Hilfe bitten, helfen, Termine sehen."),
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "start_url": reverse("quarters:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": FELT,
        "icons": [_icon(*one) for one in ICONS],
        "shortcuts": [_shortcut(label, name) for label, name in _shortcuts()],
    }
    return JsonResponse(says, content_type="application/manifest+json")


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": static(f"img/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _shortcuts() -> list[tuple[str, str]]:
    return [
        (_("Um Hilfe bitten"), "requests:wizard"),
        (_("Meine Anfragen"), "requests:mine"),
        (_("Meine Woche"), "requests:my_week"),
        (_("Treffpunkte"), "quarters:meeting_points"),
    ]


def _shortcut(label: str, name: str) -> dict[str, Any]:
    return {"name": label, "url": reverse(name), "icons": [_icon("icon-192", 192, "any")]}


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a service worker rules only what lies below its own address. Asked for anew each time."""
    looks = render_to_string("_styles.html") + static("js/offline.js") + static("img/icon-192.png")
    context = {"version": hashlib.sha256(looks.encode()).hexdigest()[:12]}
    response = render(request, "app/sw.js", context, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "app/offline.html")


@require_safe
@never_cache
def today(request: HttpRequest) -> JsonResponse:
    """401 for nobody: a service worker follows no way to the sign-in."""
    user: Any = request.user
    if not user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse(load_today(user, now=clock.now()))
