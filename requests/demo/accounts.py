"""Time and money for showing: the association of the volunteer whom one signs in as keeps points; somebody decides and pays."""

import datetime as dt
import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from piano.kit import clock
from piano.kit.photos import Photo, read_photo
from quarters.models import Organisation, Price, PriceKind, Role, RoleKind, User
from requests.billing.claims import note_claim
from requests.demo.links import tenant, volunteer, with_role
from requests.models import Assignment, HelpRequest, Report
from requests.states import AssignmentState
from volunteers.accounts.allowances import grant_allowance
from volunteers.accounts.booking import give, grant, open_account
from volunteers.accounts.efforts import decide_effort, enter_effort, note_visit
from volunteers.accounts.expenses import decide_expense, enter_km, enter_outlay
from volunteers.accounts.rules import set_rule
from volunteers.models import EffortKind, TimeAccount, Unit, Volunteer

RELIEF_CENTS = 1_000  # an hour, as is typical where § 45b pays (domain 3.2)
RECEIPT = (
    "Schreibwaren am Markt (Demo)",
    "Briefmarken 10 x 0,95      9,50",
    "Umschlaege                 2,30",
    "Summe EUR                 11,80",
)


@dataclass(frozen=True)
class Scene:
    association: Organisation
    officer: User
    person: User
    now: dt.datetime


def write_accounts(*, now: dt.datetime) -> int:
    """By the same verbs as real ones, once. Returns how many accounts there are then."""
    person = volunteer()
    if person is None or TimeAccount.objects.exists():
        return TimeAccount.objects.count()
    association = person.volunteer.association
    scene = Scene(association, _officer(association, now=now), person, now)
    said = {"unit": Unit.POINTS, "points_per_hour": 2, "step_minutes": 15, "lowest_minutes": 0}
    long_ago = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
    set_rule(association, **said, by=scene.officer, now=long_ago)  # type: ignore[arg-type]
    _visits(scene)
    _own_entries(scene)
    _decided(scene)
    _relief(scene)
    return TimeAccount.objects.count()


def _officer(association: Organisation, *, now: dt.datetime) -> User:
    """Who keeps the desk of this association: the one there is, or a new one."""
    known = with_role(RoleKind.ASSOCIATION_OFFICER)
    if known and any(role.organisation_id == association.pk for role in known.valid_roles):
        return known
    user = User.objects.create_user(
        given_name="Otto", family_name="Kassner", salutation="Herr", email="verein@demo.example", phone="+4969900090777"
    )
    User.objects.filter(pk=user.pk).update(is_demo=True)
    Role.objects.create(
        user=user, kind=RoleKind.ASSOCIATION_OFFICER, organisation=association, valid_from=dt.date(2025, 1, 1)
    )
    return user


def _visits(scene: Scene) -> None:
    """What people of the association did in the last months, as its reports say; hers come every week."""
    done = Assignment.objects.filter(state=AssignmentState.DONE, person__volunteer__association=scene.association)
    done = done.filter(visit__report__minutes__gt=0).select_related(
        "visit__report", "visit__help_request__resident__user"
    )
    for one in done.order_by("-planned_window")[:40]:
        _note(
            scene,
            one.person,
            one.visit.help_request.resident.user,
            one.visit.report.minutes,
            one.visit.reference,
            one.planned_window.lower,
        )
    receiver = tenant() or scene.person
    for week in range(1, 9):
        _note(
            scene, scene.person, receiver, 60 + 15 * (week % 3), f"DEMO{week}", scene.now - dt.timedelta(days=7 * week)
        )


def _note(scene: Scene, helper: User, receiver: User, minutes: int, about: str, at: dt.datetime) -> None:
    day = clock.local(at).date()
    note_visit(helpers=[helper], receiver=receiver, minutes=minutes, about=about, day=day, by=helper, now=scene.now)


def _own_entries(scene: Scene) -> None:
    """What she entered: some of it is decided, some waits."""
    said = {"person": scene.person, "association": scene.association, "now": scene.now}
    today = clock.local(scene.now).date()
    for days, km, decided in ((2, 10, False), (9, 20, True), (16, 5, True)):
        row = enter_km(**said, day=today - dt.timedelta(days=days), km=km, purpose="visit")  # type: ignore[arg-type]
        if decided:
            decide_expense(row, is_approved=True, reason="", by=scene.officer, now=scene.now)
    enter_outlay(**said, day=today - dt.timedelta(days=1), cents=1_180, purpose="post", photo=_receipt())  # type: ignore[arg-type]
    office = enter_effort(**said, kind=EffortKind.OFFICE, day=today - dt.timedelta(days=3), minutes=120)  # type: ignore[arg-type]
    decide_effort(office, counts=True, by=scene.officer, now=scene.now)
    enter_effort(**said, kind=EffortKind.FEAST, day=today - dt.timedelta(days=1), minutes=180)  # type: ignore[arg-type]


def _receipt() -> Photo:
    picture = Image.new("RGB", (760, 900), "#f4f0e6")
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(RECEIPT):
        pen.text((70, 120 + 90 * number), line, fill="#222222", font_size=34)
    sent = io.BytesIO()
    picture.save(sent, "JPEG")
    sent.seek(0)
    return read_photo(sent)


def _decided(scene: Scene) -> None:
    """The tenant's account, a gift to the pot, an allowance that is near its ceiling."""
    living = tenant()
    if living:
        grant(
            open_account(living, association=scene.association, now=scene.now),
            minutes=180,
            reason="Willkommen im Verein",
            by=scene.officer,
            now=scene.now,
        )
    own = TimeAccount.objects.get(association=scene.association, owner=scene.person)
    give(own, minutes=60, to=None, by=scene.person, now=scene.now)
    other = Volunteer.objects.filter(association=scene.association).exclude(user=scene.person).order_by("pk").first()
    year = clock.local(scene.now).year
    if other:
        said = {"kind": "honorary", "year": year, "cents": 80_000, "purpose": "Leitung des Bürodienstes"}
        grant_allowance(person=other.user, association=scene.association, by=scene.officer, now=scene.now, **said)  # type: ignore[arg-type]


def _relief(scene: Scene) -> None:
    """One tenant of the past with a claim, so that the page of the month has something to bill."""
    rows = Report.objects.filter(visit__assignments__person__volunteer__association=scene.association)
    rows = rows.filter(took_place=True, visit__help_request__category__relief_amount="ja")
    rows = rows.filter(visit__assignments__person__volunteer__recognitions__isnull=False)
    report = rows.select_related("visit__help_request__resident__user").order_by("-reported_at").first()
    if report is None:
        return
    case = report.visit.help_request
    HelpRequest.objects.filter(pk=case.pk).update(uses_relief=True)
    since = clock.local(scene.now).date().replace(month=1, day=1)
    who = {"association": scene.association, "by": scene.officer}
    note_claim(case.resident.user, since=since, carried_cents=0, **who, now=scene.now)  # type: ignore[arg-type]
    price = {"organisation": scene.association, "category": case.category, "kind": PriceKind.HOUR}
    if not Price.objects.filter(organisation=scene.association, category=case.category).exists():
        Price.objects.create(**price, cents=RELIEF_CENTS, valid_from=since)
