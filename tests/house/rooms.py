"""Every address of ours: whose room it is in, and which row of the scene stands for the reference in it."""

import re
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from piano.kit import clock
from tests.house.scene import Scene

OURS = ("requests", "helpers", "volunteers", "quarters")
HELPER, STAFF, CARE, DUTY = {"helper"}, {"helper", "coordinator"}, {"care"}, {"helper", "care"}
SIGNED_IN = {
    "officer",
    "tenant",
    "volunteer",
    "suspended",
    "gone",
    "helper",
    "care",
    "after_shift",
    "coordinator",
    "gwg",
}
EVERYBODY = SIGNED_IN | {"anonymous"}
VOLUNTEERS = {"volunteer", "suspended", "gone"}
# Whose room an address is in, the first that fits; whoever is not named is turned away.
ROOMS: list[tuple[str, set[str]]] = [
    (
        r"bereitschaft/dienste/abwesend/<int:pk>/weg/$",
        DUTY | {"after_shift"},
    ),  # the same words for hers and for another's
    (r"einsatz/profil/\w+/<int:pk>/weg/$", VOLUNTEERS),
    (r"leitstand/anrufrunde/hitze/<str:day>/ruecknahme/$", HELPER),  # of her own districts, whatever day she names
    (r"leitstand/telefonkette/(neu/)?$", STAFF),
    (r"leitstand/(treffpunkte|aushang)/$", {"helper", "gwg"}),
    (r"leitstand/treffpunkte/", {"gwg"}),
    (r"leitstand/schwierigkeiten/$", STAFF),
    (r"leitstand/sperren/$", {"coordinator"}),
    (r"leitstand/nachweise/$", {"coordinator"}),
    (r"leitstand/vorfaelle/(neu/)?$", STAFF),
    (r"leitstand/mitmachen/(neu/|zettel/)?$", STAFF),
    (r"einsatz/verschwiegenheit/$", {"volunteer"}),
    (r"einsatz/mein-weg/$", set()),  # only whoever is on her way
    (r"einsatz/heute/$", {"volunteer"}),
    (r"einsatz/(aufhoeren|bescheinigung)/$", {"volunteer", "gone"}),
    (r"meine/nachgesehen/$", {"tenant"}),
    (r"leitstand/regeln/(neu/|<str:key>/(ausgeliefert|ruecknahme)/)$", {"coordinator", "gwg"}),
    (r"leitstand/regeln/(<str:key>/)?$", {"helper", "coordinator", "gwg"}),
    (r"leitstand/sichtschutz/$", EVERYBODY),
    (r"qualifizierung/", set()),
    (r"bescheinigung/$", EVERYBODY),
    (r"einsatz/nachweise/(kurse/<str:reference>/)?$", VOLUNTEERS | DUTY | {"after_shift"}),
    (r"leitstand/dienstplan/muster/neu/", set()),
    (r"berichte/konzepte/$", {"helper", "gwg"}),
    (r"stadtteile/<slug:district>/konzept/", {"gwg"}),
    (r"ideen/(meine|dabei)/", set()),
    (r"ideen/", EVERYBODY),
    (r"berichte/ideen/(tabelle/)?$", {"helper", "coordinator", "gwg"}),
    (r"berichte/ideen/geld/$", {"helper", "gwg"}),
    (r"berichte/ideen/geld/<", {"gwg"}),
    (r"termine/planen/$", SIGNED_IN),  # whoever plans nothing reads an empty list
    (r"termine/planen/(neu|noch-einmal)/$", HELPER),
    (r"termine/zahlen/$", {"helper", "coordinator", "gwg"}),
    (r"termine/(planen|anmeldung)/", set()),
    (r"termine[/.]", EVERYBODY),
    (r"team/$", HELPER),
    (r"team/", set()),
    (r"verein/$", {"officer"}),
    (r"verein/", set()),
    (r"leitstand/[^<]*$", HELPER),
    (r"leitstand/", set()),
    (r"bereitschaft/(tauschfrage|kalender|alarm)/<", set()),
    (r"bereitschaft/$", CARE | {"after_shift"}),
    (r"bereitschaft/anruf/$", CARE),
    (r"bereitschaft/vorfaelle/(neu/)?$", CARE | {"after_shift"}),
    (r"bereitschaft/[^<]*$", DUTY | {"after_shift"}),
    (r"bereitschaft/", set()),
    (r"einsatz/(profil|konto)/[^<]*$|einsatz/kann-nicht/$", VOLUNTEERS),
    (r"verein/<slug:slug>/(zeit|entlastung)/", set()),
    (r"meine/zeitkonto/$", set()),
    (r"einsatz/[^<]*$", SIGNED_IN),
    (r"einsatz/", set()),
    (r"meine/anrufe/(pause/|wieder-da/|<slug:kind>/ende/)?$", {"tenant"}),
    (r"meine/nicht-mehr/", {"tenant"}),
    (r"meine/[^<]*$", SIGNED_IN),
    (r"meine/", set()),
    (
        r"hilfe/|mitmachen/|treffpunkte/|stadtteile/|barrierefreiheit/|datenschutz/|impressum/|anzeige/|sprache/|neuer-link/|$",
        EVERYBODY,
    ),
    (r"kalender/$", SIGNED_IN - {"suspended"}),
    (r"kalender/<", set()),
    (r"heute\.json", SIGNED_IN),
    (r"app\.webmanifest|sw\.js|ohne-netz/", EVERYBODY),
    (r"konto/nachrichten/", SIGNED_IN),
    (r"konto/nachrichten/zeiten/", SIGNED_IN),
    (r"konto/zettel-code/|heim/|demo/", EVERYBODY),
    (r"neuer-link/$", EVERYBODY),
    (r"(hinweis|antwort|weitergabe)/<", set()),
    (r"umbau/meine/$", SIGNED_IN),
    (r"umbau/(stand/|stand\.csv|wohnungen/)?$", {"helper", "gwg"}),
    (r"umbau/", set()),
    (r"quartier/$", {"helper", "gwg"}),
    (r"laeuft/$", {"helper", "coordinator", "gwg"}),
    (r"nachrichten/vorlagen/$", {"helper", "coordinator", "gwg"}),
]
# Which row stands for the reference in an address, the first that fits.
ROWS = [
    ("bereitschaft/reserve/", "flat"),
    ("bereitschaft/vermittlungen/", "sending"),
    ("leitstand/vermittlungen/", "sending"),
    ("team/<slug:slug>/treffen/", "meeting"),
    ("team/<slug:slug>/beschluss/", "decision"),
    ("team/<slug:slug>/fall/", "shared"),
    ("bereitschaft/wochen/", "tenant"),
    ("leitstand/anfragen/", "case"),
    ("leitstand/nachweise/", "volunteer"),
    ("leitstand/anruf/", "case"),
    ("leitstand/anrufe/", "tenant"),
    ("leitstand/anrufrunde/anrufende/", "volunteer"),
    ("leitstand/nacht/", "night"),
    ("leitstand/diensthandys/", "phone"),
    ("leitstand/hinweise/", "referral"),
    ("leitstand/interesse/", "interest"),
    ("leitstand/vorfaelle/", "incident"),
    ("leitstand/mitmachen/aus/", "interest"),
    ("leitstand/mitmachen/", "path"),
    ("leitstand/gern/", "gift"),
    ("stadtteile/<slug:district>/konzept/", "goal"),
    ("leitstand/ideen/aus/", "idea"),
    ("leitstand/ideen/", "initiative"),
    ("berichte/ideen/geld/", "budget"),
    ("leitstand/gruendungen/", "founding"),
    ("verein/<slug:slug>/fristen/", "renewal"),
    ("verein/<slug:slug>/beitraege/", "fee"),
    ("verein/<slug:slug>/buero/", "office_duty"),
    ("verein/<slug:slug>/vorstand/", "term"),
    ("verein/<slug:slug>/versammlungen/", "assembly"),
    ("leitstand/telefonkette/", "tree"),
    ("leitstand/dienstplan/dienst/", "duty"),
    ("leitstand/dienstplan/muster/", "pattern"),
    ("bereitschaft/dienste/", "duty"),
    ("bereitschaft/tausch/", "swap"),
    ("bereitschaft/vorfall/", "trouble"),
    ("bereitschaft/anruf/<str:reference>/ruecknahme/", "night"),
    ("bereitschaft/anruf/", "visit"),
    ("bereitschaft/sorge/", "visit"),
    ("bereitschaft/bescheid/", "visit"),
    ("bereitschaft/anrufrunde/", "entry"),
    ("leitstand/anrufrunde/", "entry"),
    ("einsatz/anrufrunde/", "entry"),
    ("bereitschaft/", "care_offer"),
    ("einsatz/nachweise/", "course"),
    ("qualifizierung/", "course"),
    ("einsatz/reihe/", "regular"),
    ("einsatz/konto/", "expense"),
    ("meine/zeitkonto/", "time_account"),
    ("verein/<slug:slug>/zeit/auslagen/", "expense"),
    ("verein/<slug:slug>/entlastung/nachweis/", "relief"),
    ("verein/<slug:slug>/zeit/stunden/", "effort"),
    ("verein/<slug:slug>/zeit/konten/", "time_account"),
    ("verein/<slug:slug>/zeit/buchungen/", "booking"),
    ("verein/<slug:slug>/zeit/pauschalen/", "allowance"),
    ("verein/<slug:slug>/", "member"),
    ("einsatz/kann-nicht/", "sign_off"),
    ("einsatz/", "offer"),
    ("meine/gern/", "gift"),
    ("meine/anfragen/", "case"),
    ("meine/fuer/", "tenant"),
    ("termine/", "event"),
    ("umbau/neu/", "tenant"),
    ("umbau/", "conversion"),
]
NOT_YET = {  # there only after somebody has done something else first, or for the coordination alone
    "leitstand/nachweise/<str:reference>/",
    "leitstand/vorfaelle/<str:reference>/",
    "leitstand/mitmachen/<str:reference>/bild/",
    "leitstand/mitmachen/<str:reference>/ausweis/",
    "leitstand/ideen/<str:reference>/verein/",
    "leitstand/briefe/<slug:district>/<str:day>/druck/",
    "leitstand/menschen/<str:reference>/zettel-code/blatt/",
    "leitstand/protokoll/<slug:district>/<str:day>/blatt/",
}
OF_A_VOLUNTEER = (
    "abschied/",
    "bescheinigung/",
    "anerkennung/",
    "sperre/",
    "ehrenamt/",
    "ehrenamt/pause/",
    "ehrenamt/unterschrift/",
    "ehrenamt/blatt/",
    "kann-nicht/",
    "doch-da/",
)


def routes(found: Any = None, before: str = "", *, is_ours: bool = False) -> list[str]:
    """Every address pattern of our rooms."""
    rows = []
    for one in (found or get_resolver()).url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            rows += routes(one, here, is_ours=is_ours or one.app_name in OURS)
        elif isinstance(one, URLPattern) and is_ours:
            rows.append(here)
    return rows


def room_of(route: str) -> set[str]:
    found = next((who for pattern, who in ROOMS if re.match(pattern, route)), None)
    assert found is not None, f"whose room is /{route}?"
    return found


def address_of(route: str, scene: Scene) -> str:
    """With a row of the scene behind each reference."""
    name = next((name for prefix, name in ROWS if route.startswith(prefix)), "")
    if route.startswith("leitstand/menschen/"):
        name = "volunteer" if route.endswith(OF_A_VOLUNTEER) else "tenant"
    values = {**scene.given, "reference": scene.rows.get(name, ""), "token": "x.y", "secret": "x", "pk": "1"}
    values |= {"trouble": scene.rows["trouble"], "sign_off": scene.rows["sign_off"], "trust": "TRUST2"}
    values |= {"kind": "safety", "hold": "knowing", "step": "was", "team": scene.given["team"]}
    values |= {
        "registration": scene.rows["registration"],
        "seat": "1",
        "photo": "PHOTO2",
        "month": f"{clock.today():%Y-%m}",
    }
    values |= {"slug": "treff", "digest": "x", "size": "klein", "entry": scene.rows["week_entry"]}
    values |= {"founder": scene.rows["founder"], "code": "purpose", "form": "pdf"}
    values["stay"] = scene.rows["stay"]
    values["course"] = scene.rows["course"]
    values["person"] = scene.rows["joiner"]
    values["slug"] = scene.given["district"] if route.startswith("team/") else values["slug"]
    values["slug"] = "einwilligung" if route.startswith("umbau/") else values["slug"]
    if route.startswith("verein/<slug") and "/zeit/" not in route:
        values |= {"slug": scene.given["club"], "mark": f"beitrag-{scene.rows['fee']}", "kind": "einladung"}
    if "gruendung" in route:
        values |= {"kind": "satzung", "key": "x.y"}
    values["slug"] = scene.given["association"] if "/zeit/" in route or "/entlastung/" in route else values["slug"]
    if "/entlastung/" in route:
        values |= {"day": f"{clock.today():%Y-%m}", "helper": scene.rows["volunteer"], "receiver": scene.rows["tenant"]}
    if route.startswith("leitstand/mitmachen/"):
        values["kind"] = "verschwiegenheit"
    if "konzept/" in route:
        values |= {"kind": "ziel", "number": "1"}
    if route.startswith("meine/vertrauen/"):
        values["reference"] = "TRUST2"
    return "/" + re.sub(r"<\w+:(\w+)>", lambda match: values[match[1]] or f"<{match[1]}: which row?>", route)
