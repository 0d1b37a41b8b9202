"""What every page carries: the menu, the number of the house, the reader's choice of display.

Context processors, named in the settings; nobody imports this. Each is lazy, so a fragment that shows no menu
costs no query. What a role may do is decided in the views: a menu only shows the way.
"""

from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from piano.kit.display import recall
from piano.kit.house import default_house
from quarters.middleware import works_here


class MenuItem(NamedTuple):
    label: str
    url: str
    is_current: bool


def menu(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return {
        "menu": SimpleLazyObject(partial(_items, request)),
        "may_choose_language": SimpleLazyObject(lambda: user is None or not works_here(user)),
    }


def house(request: HttpRequest) -> dict[str, Any]:
    return {"house": default_house(), "repair_phone": settings.REPAIR_PHONE}


def display(request: HttpRequest) -> dict[str, Any]:
    return {"display": recall(request.COOKIES)}


def _items(request: HttpRequest) -> list[MenuItem]:
    ways = [(label, reverse(name)) for label, name in _ways(getattr(request, "user", None))]
    current = max((url for _label, url in ways if _is_on(request.path, url)), key=len, default="")
    return [MenuItem(label, url, url == current) for label, url in ways]


def _is_on(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _ways(user: Any) -> list[tuple[str, str]]:
    """(label, URL name) of each entry, once each, in the order shown."""
    if user is None or not user.is_authenticated:
        return _public_ways()
    roles = user.role_kinds
    ways: list[tuple[str, str]] = []
    if roles & {"helper", "coordinator"}:
        ways += _helper_ways()
    if "care_partner" in roles:
        ways += [(_("Bereitschaft"), "requests:on_call")]
    if user.is_volunteer:
        ways += _volunteer_ways()
    if "gwg_staff" in roles:
        ways += [(_("Verwaltung"), "admin:index")]
    if user.is_resident or user.is_trusted or not ways:
        ways += _tenant_ways()
    return [*ways, (_("Abmelden"), "account_logout")]


def _public_ways() -> list[tuple[str, str]]:
    return [
        (_("Treffpunkte"), "quarters:meeting_points"),
        (_("Um Hilfe bitten"), "requests:wizard"),
        (_("Mitmachen"), "volunteers:join"),
        (_("Anmelden"), "account_login"),
    ]


def _tenant_ways() -> list[tuple[str, str]]:
    return [
        (_("Meine Anfragen"), "requests:mine"),
        (_("Um Hilfe bitten"), "requests:wizard"),
        (_("Treffpunkte"), "quarters:meeting_points"),
    ]


def _volunteer_ways() -> list[tuple[str, str]]:
    return [
        (_("Offene Anfragen"), "requests:offers"),
        (_("Meine Woche"), "requests:my_week"),
        (_("Meine Angaben"), "volunteers:profile"),
    ]


def _helper_ways() -> list[tuple[str, str]]:
    return [
        (_("Leitstand"), "requests:board"),
        (_("Anruf aufnehmen"), "requests:call"),
        (_("Anrufliste"), "requests:call_list"),
        (_("Menschen"), "requests:people"),
    ]
