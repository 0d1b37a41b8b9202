"""What every page carries: the menu, the number of the house, the reader's choice of display.

Context processors, named in the settings; nobody imports this. Each is lazy, so a fragment that shows no menu
costs no query. What a role may do is decided in the views: a menu only shows the way.
"""

from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import BigIntegerField, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from helpers.on_duty.answering import who_answers
from piano.kit.display import recall
from piano.kit.house import default_house
from quarters.middleware import works_here
from quarters.models import District, Resident
from quarters.signing.last_seen import last_quarter
from quarters.views.around import WAYS as AROUND
from volunteers.models import Volunteer

# Pages whose address does not begin with that of the entry from which one goes there.
GATHERED = {
    "volunteers:profile": ["requests:my_learning", "volunteers:account", "requests:stop_helping"],
    "quarters:around": ["helpers:care_partners", "helpers:reserve_flats", "requests:sendings"],
    "requests:suspensions": ["volunteers:paths", "requests:papers", "requests:incidents"],
}
NONE = Value(0, output_field=BigIntegerField())  # the key of no district


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


class Line(NamedTuple):
    """The one number of the reader's quarter, who answers it now in words, and our address for mails."""

    label: str
    number: str
    says: str
    email: str


def house(request: HttpRequest) -> dict[str, Any]:
    return {"house": SimpleLazyObject(partial(_line, request)), "repair_phone": settings.REPAIR_PHONE}


def _line(request: HttpRequest) -> Line:
    """Of a signed-in person's own district, else of the one looked at last, else of the house. At most one query."""
    user, slug = getattr(request, "user", None), last_quarter(request.COOKIES)
    key: Any = None
    wanted: list[Any] = []
    if user is not None and user.is_authenticated:
        mine = [role.district_id for role in user.valid_roles if role.district_id]
        key, wanted = (
            user.pk,
            [Value(mine[0])] if mine else [_home(Resident, user), _home(Volunteer, user), _cared_for(user)],
        )
    seen = [_pk(District.objects.filter(slug=slug))] if slug else []
    found = who_answers((key, slug), Coalesce(*wanted, *seen, NONE, NONE))
    return Line(found.label, found.number, found.words, default_house().email)


def _home(profile: Any, user: Any) -> Subquery:
    return Subquery(profile.objects.filter(user=user.pk).values("district")[:1])


def _cared_for(user: Any) -> Subquery:
    """The first district of somebody's care service."""
    return _pk(District.objects.filter(care_services__workers__user=user.pk).order_by("number"))


def _pk(rows: Any) -> Subquery:
    return Subquery(rows.values("pk")[:1])


def display(request: HttpRequest) -> dict[str, Any]:
    return {"display": recall(request.COOKIES)}


def _items(request: HttpRequest) -> list[MenuItem]:
    ways = [(label, reverse(name), name) for label, name in _ways(getattr(request, "user", None))]
    led = [(page, url) for _label, url, name in ways for page in _pages_behind(name, url)]
    current = max((one for one in led if _is_on(request.path, one[0])), key=lambda one: len(one[0]), default=("", ""))
    return [MenuItem(label, url, url == current[1]) for label, url, _name in ways]


def _pages_behind(name: str, url: str) -> list[str]:
    """The address of an entry, and of what it gathers."""
    pages = [way.page for way in AROUND if name == "quarters:around"]
    return [url, *map(reverse, pages + GATHERED.get(name, []))]


def _is_on(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _ways(user: Any) -> list[tuple[str, str]]:
    """(label, URL name) of each entry, once each, in the order shown."""
    if user is None or not user.is_authenticated:
        return _public_ways()
    roles = user.role_kinds
    ways: list[tuple[str, str]] = []
    if "helper" in roles:
        ways += _helper_ways()
    if "coordinator" in roles:
        ways += [(_("Ehrenamtliche"), "requests:suspensions")]
    if "care_partner" in roles:
        ways += [(_("Bereitschaft"), "requests:on_call")]
    if user.is_volunteer:
        ways += _volunteer_ways()
    ways += [(label, name) for kinds, label, name in _office_ways() if roles & kinds]
    if user.is_resident or user.is_trusted or not ways:
        ways += _tenant_ways()
    return [*ways, (_("Abmelden"), "account_logout")]


def _office_ways() -> list[tuple[set[str], str, str]]:
    """Whose roles show it, its label, its URL name."""
    return [
        ({"centre", "trainer"}, _("Qualifizierung"), "helpers:courses"),
        ({"association_officer"}, _("Verein"), "volunteers:clubs"),
        ({"gwg_staff"}, _("Verwaltung"), "admin:index"),
        ({"helper", "gwg_staff"}, _("Quartier"), "quarters:around"),
        ({"coordinator", "gwg_staff"}, _("Wie wir suchen"), "requests:policies"),
        ({"helper", "coordinator", "gwg_staff"}, _("Läuft alles?"), "quarters:running"),
    ]


def _public_ways() -> list[tuple[str, str]]:
    return [
        (_("Treffpunkte"), "quarters:meeting_points"),
        (_("Termine"), "quarters:events"),
        (_("Um Hilfe bitten"), "requests:wizard"),
        (_("Mitmachen"), "volunteers:join"),
        (_("Anmelden"), "account_login"),
    ]


def _tenant_ways() -> list[tuple[str, str]]:
    return [
        (_("Meine Anfragen"), "requests:mine"),
        (_("Um Hilfe bitten"), "requests:wizard"),
        (_("Treffpunkte"), "quarters:meeting_points"),
        (_("Termine"), "quarters:events"),
    ]


def _volunteer_ways() -> list[tuple[str, str]]:
    return [
        (_("Offene Anfragen"), "requests:offers"),
        (_("Meine Woche"), "requests:my_week"),
        (_("Meine Angaben"), "volunteers:profile"),
    ]


def _helper_ways() -> list[tuple[str, str]]:
    return [
        (_("Heute im Quartier"), "requests:board"),
        (_("Anruf aufnehmen"), "requests:call"),
        (_("Anrufliste"), "requests:call_list"),
        (_("Menschen"), "requests:people"),
        (_("Dienstplan"), "helpers:rota"),
    ]
