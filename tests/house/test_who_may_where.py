"""Every address of ours × everybody who has no business there, GET and POST: what is not theirs is not there (the wall).

A new address has to stand in a room below, and a reference in it has to name a row; else this fails.
"""

import datetime as dt
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from psycopg.types.range import TimestamptzRange

from helpers.circles.meetings import call_meeting, decide
from helpers.circles.reserve import move_in
from helpers.models import Duty, DutyPhone, ReserveFlat, ShiftPattern, Swap, SwapAsk
from piano.kit import clock
from quarters.contributions import give
from quarters.conversions.wishes import open_wish
from quarters.ideas.bringing import idea_from
from quarters.ideas.money import ask_money
from quarters.models import ContributionKind, MeetingPoint, OrganisationKind, Role, RoleKind, User
from requests.circles.sending import send as hand_on
from requests.incidents.acts import write_down
from requests.models import (
    CallRound,
    NightCall,
    Offer,
    ReferralKind,
    ReliefMonth,
    RoundEntry,
    SignOff,
    Tier,
    TreePerson,
    Trouble,
)
from requests.referrals import refer_call
from tests.conftest import Cast
from tests.factories import (
    make_care_worker,
    make_district,
    make_helper,
    make_organisation,
    make_resident,
    make_user,
    make_volunteer,
)
from tests.helpers.courses.conftest import make_centre, make_course
from tests.quarters.concepts.making import make_goal
from tests.quarters.programme.conftest import make_event, make_point, sign_up
from tests.requests.circles.sitting import make_sitting
from tests.requests.errands import make_going
from tests.requests.series.standing import make_regular
from tests.requests.weeks.writing import make_entry
from tests.volunteers.accounts.making import keep_accounts, make_account, make_officer
from tests.volunteers.clubs.making import make_club_rows, make_founding
from volunteers.accounts.allowances import grant_allowance
from volunteers.accounts.booking import grant
from volunteers.accounts.efforts import enter_effort
from volunteers.accounts.expenses import enter_km
from volunteers.models import Interest, VolunteerState
from volunteers.path.acts import begin_path

pytestmark = pytest.mark.django_db
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
THOSE_LIKE_OTHERS = {"suspended", "gone", "after_shift"}  # ten seconds each; what they lost has tests of its own
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
    (r"(hinweis|antwort)/<", set()),
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
OF_A_VOLUNTEER = ("abschied/", "bescheinigung/", "anerkennung/", "sperre/", "kann-nicht/", "doch-da/")


@dataclass
class Scene:
    people: dict[str, User | None]
    rows: dict[str, str]
    given: dict[str, str]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """One row of each kind in the quarter, and people who have nothing to do with any of them."""
    now, regular = clock.now(), make_regular(cast)
    offer, going = make_going(cast, now)
    nurse = make_care_worker(cast.district)
    duty = nurse.duties.get()
    night = {"district": cast.district, "words": "gestürzt", "outcome": "morning", "noted_by": nurse, "noted_at": now}
    round_ = CallRound.objects.create(district=cast.district, day=clock.today())
    swap = Swap.objects.create(duty=duty, asked_by=nurse, asked_at=now)
    gift = give(kind=ContributionKind.GIFT, words="x", district=cast.district, person=cast.tenant.user, now=now)
    idea = give(kind=ContributionKind.IDEA, words="x", district=cast.district, person=cast.tenant.user, now=now)
    initiative = idea_from(idea, by=cast.helper, now=now)
    MeetingPoint.objects.create(name="Treff", slug="treff", district=cast.district)
    care_offer = Offer.objects.get(pk=offer.pk)
    care_offer.pk, care_offer.reference, care_offer.person, care_offer.tier = None, "CARE22", nurse, Tier.CARE
    care_offer.state = "declined"
    care_offer.save()
    registration = sign_up(make_event(make_point(district=cast.district)))
    sitting = make_sitting(cast)
    referral = refer_call(kind=ReferralKind.INFORMATION, words="x", district=cast.district, by=cast.helper, now=now)
    meeting = call_meeting(sitting.circle, starts_at=now, place="Treff", by=cast.helper)
    service = nurse.care_worker.service  # type: ignore[attr-defined]
    flat = ReserveFlat.objects.create(service=service, district=cast.district, name="Reserve")
    rows: dict[str, Any] = {
        "event": registration.event,
        "registration": registration,
        "case": going.visit.help_request,
        "tenant": cast.tenant.user,
        "volunteer": going.person,
        "visit": going.visit,
        "offer": offer,
        "care_offer": care_offer,
        "regular": regular,
        "night": NightCall.objects.create(**night),
        "phone": DutyPhone.objects.create(duty=duty, person=nurse, pin="x", taken_at=now),
        "sending": hand_on(
            referral, service.organisation, way="page", answer_by=clock.today(), by=cast.helper, now=now
        ),
        "referral": referral,
        "interest": Interest.objects.create(name="Neu", phone="+4956177", district=cast.district, created_at=now),
        "incident": write_down(
            district=cast.district, about=cast.volunteer.user, what="x", by=make_helper(cast.district), now=now
        ),
        "path": begin_path(
            Interest.objects.create(name="Neu", phone="+4956178", district=cast.district, created_at=now),
            came_by="web",
            now=now,
        ),
        "gift": gift,
        "goal": make_goal(cast.district, now),
        "idea": idea,
        "initiative": initiative,
        "joiner": initiative.people.get(),
        "budget": ask_money(initiative, purpose="x", cents=1, asked_by=None, now=now),
        "founding": (founding := make_founding(cast.district, cast.helper)),
        "founder": founding.founders.first(),
        "course": make_course(make_centre()),
        **make_club_rows(),
        "tree": TreePerson.objects.create(district=cast.district, person=cast.helper, position=1),
        "duty": duty,
        "pattern": ShiftPattern.objects.create(
            district=cast.district, name="Nacht", weekdays=[0], starts="18:00", ends="06:00", valid_from=clock.today()
        ),
        "swap": SwapAsk.objects.create(swap=swap, person=cast.helper),
        "trouble": Trouble.objects.create(visit=going.visit, assignment=going, kind="door", opened_at=now),
        "entry": RoundEntry.objects.create(round=round_, resident=cast.tenant),
        "conversion": open_wish(
            resident=cast.tenant, wish="x", source="phone", position="2. Stock", by=cast.helper, now=now
        ),
        "week_entry": make_entry(cast.tenant),
        "shared": sitting.case,
        "meeting": meeting,
        "decision": decide(meeting, words="x", who=cast.helper, due_on=clock.today(), now=now),
        "flat": flat,
        "stay": move_in(flat, who="x", first_day=clock.today(), last_day=clock.today(), by=nurse, now=now),
        "sign_off": SignOff.objects.create(
            person=going.person, first_day=clock.today(), last_day=clock.today(), noted_at=now
        ),
    }
    rows |= money_of(cast, now)
    given = {
        "association": cast.volunteer.association.slug,
        "district": cast.district.slug,
        "day": clock.today().isoformat(),
        "key": "normal.alle.all",
    }
    given["club"] = rows["member"].association.slug
    given["team"] = f"d{cast.district.pk}"
    return Scene(strangers(cast), {name: str(row.reference) for name, row in rows.items()}, given)


def money_of(cast: Cast, now: dt.datetime) -> dict[str, Any]:
    """Time and money of the first volunteer's association."""
    association, person = keep_accounts(cast.volunteer.association, now=now), cast.volunteers[2].user
    account, officer = make_account(association, now=now, owner=person), make_officer(association)
    said = {"person": person, "association": association, "now": now}
    return {
        "time_account": account,
        "relief": ReliefMonth.objects.create(
            association=association,
            helper=person,
            receiver=cast.tenant.user,
            month=clock.today().replace(day=1),
            place=1,
            made_at=now,
        ),
        "booking": grant(account, minutes=60, reason="x", by=officer, now=now),
        "expense": enter_km(**said, day=now.date(), km=10, purpose="visit"),
        "effort": enter_effort(**said, kind="office", day=now.date(), minutes=60),
        "allowance": grant_allowance(**said, kind="honorary", year=now.year, cents=100, purpose="x", by=officer),
    }


def strangers(cast: Cast) -> dict[str, User | None]:
    there, now = make_district(), clock.now()
    off = make_care_worker(cast.district, on_duty=False)
    over = TimestamptzRange(now.replace(year=now.year - 1), now.replace(year=now.year - 1, hour=23))
    Duty.objects.create(person=off, service=off.care_worker.service, window=over)  # type: ignore[attr-defined]
    return {
        "anonymous": None,
        "tenant": make_resident(cast.district).user,
        "volunteer": make_volunteer(cast.district, [cast.shop]).user,
        "suspended": make_volunteer(cast.district, [cast.shop], state=VolunteerState.SUSPENDED).user,
        "gone": make_volunteer(cast.district, [cast.shop], state=VolunteerState.LEFT, left_on=clock.today()).user,
        "helper": make_helper(there),
        "care": make_care_worker(there),
        "after_shift": off,
        "coordinator": make_role(RoleKind.COORDINATOR, OrganisationKind.ASSOCIATION),
        "officer": make_role(RoleKind.ASSOCIATION_OFFICER, OrganisationKind.ASSOCIATION),
        "gwg": make_role(RoleKind.GWG_STAFF, OrganisationKind.LANDLORD),
    }


def make_role(kind: str, of: str) -> User:
    user = make_user(is_staff=kind == RoleKind.GWG_STAFF)
    Role.objects.create(user=user, kind=kind, organisation=make_organisation(of), valid_from="2025-01-01")
    return user


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Thousands of refusals: without their page and their line in the log they take a third of the time."""
    plain = lambda code: lambda request, exception=None: HttpResponse(status=code)  # noqa: E731
    monkeypatch.setattr(get_resolver(), "resolve_error_handler", plain)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


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


def answers(client: Client, address: str) -> dict[str, int]:
    """Each method's status; what it did is taken back."""
    found = {}
    for method in ("get", "post"):
        with transaction.atomic():  # signing out, too
            answer = getattr(client, method)(address)
            transaction.set_rollback(True)
        found[method] = 401 if "/konto/login/" in answer.headers.get("Location", "") else answer.status_code
    return found


def test_every_address_has_a_room_and_rows(scene: Scene) -> None:
    found = routes()
    assert len(found) > 200
    assert [route for route in found if "?>" in address_of(route, scene)] == []
    assert all(isinstance(room_of(route), set) for route in found)


@pytest.mark.parametrize(
    "who",
    [pytest.param(who, marks=[pytest.mark.full] if who in THOSE_LIKE_OTHERS else []) for who in sorted(EVERYBODY)],
)
def test_what_is_not_theirs_is_not_there(scene: Scene, bare: None, who: str) -> None:
    wrong, person, client = [], scene.people[who], Client()
    if person:
        client.force_login(person)
    cookies = client.cookies.copy()
    for route in (one for one in routes() if who not in room_of(one)):
        client.cookies, address = cookies.copy(), address_of(route, scene)
        for method, status in answers(client, address).items():
            if status not in (401, 403, 404, 405):
                wrong.append(f"{method} {address}: {status}")
    assert not wrong, "\n".join(wrong)


def test_the_rows_behind_these_addresses_are_there(scene: Scene, cast: Cast, bare: None) -> None:
    """Without this the walk above would be content with addresses that nobody has."""
    client, gone = Client(), []
    client.force_login(cast.helper)
    for route in (one for one in routes() if one.startswith("leitstand/") and "<" in one):
        address = address_of(route, scene)
        if client.get(address).status_code not in (200, 286, 302, 405):
            gone.append(route)
    assert set(gone) <= NOT_YET, "\n".join(gone)


FORM = "application/x-www-form-urlencoded"
BENT = ("\x00", "9" * 400)
BOTH = "\x00 9"  # every other name the one, the rest the other
NAMES = [
    "termin",
    "tag",
    "frage",
    "wer",
    "weiter",
    "answer",
    "person",
    "offer",
    "side",
    "kette",
    "stadtteil",
    "district",
]
NAMES += ["woche", "start", "end", "suche", "art", "nacht", "stand", "auswahl", "schrift", "fassung", "gesehen", "day"]
NAMES += [
    "back_from",
    "end_from",
    "kin",
    "category",
    "pin",
    "time",
    "none",
    "step",
    "outcome",
    "zeit",
    "datum",
    "who",
    "on",
]
NAMES += [
    "first_day",
    "last_day",
    "weekdays",
    "people",
    "form_token",
    "antwort",
    "minutes",
    "urgency",
    "days",
    "purpose",
]


@pytest.mark.parametrize("bent", [BOTH, *(pytest.param(one, marks=pytest.mark.full) for one in BENT)])
def test_bent_questions_break_nothing(scene: Scene, cast: Cast, bare: None, bent: str) -> None:
    """Each address with every name that is read anywhere, by whoever may enter: no answer is ever 500."""
    words = cycle(BENT if bent == BOTH else [bent])
    broken, everything = [], dict(zip(NAMES, words, strict=False))
    insiders = {"leitstand/": cast.helper, "bereitschaft/": cast.helper, "meine/": cast.tenant.user}
    insiders["umbau/"] = insiders["team/"] = cast.helper
    insiders["qualifizierung/"] = User.objects.get(roles__kind=RoleKind.CENTRE, circle_places=None)
    insiders["einsatz/"] = User.objects.get(reference=scene.rows["volunteer"])
    signed_in = {who: Client(raise_request_exception=False) for who in set(insiders.values())}
    for who, client in signed_in.items():
        client.force_login(who)
    cookies = {who: client.cookies.copy() for who, client in signed_in.items()}
    for route in routes():
        insider = insiders.get(route.split("/")[0] + "/")
        if insider is None:
            continue
        client = signed_in[insider]
        for method, sent in (("get", everything), ("post", urlencode(everything))):
            client.cookies = cookies[insider].copy()
            form = {} if method == "get" else {"content_type": FORM}
            with transaction.atomic():
                if getattr(client, method)(address_of(route, scene), sent, **form).status_code >= 500:
                    broken.append(f"{method} {route}")
                transaction.set_rollback(True)
    assert not broken, "\n".join(broken)
