"""An invented team where the helper works whom one signs in as: members, a meeting, a shared case, partners, a reserve flat."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from helpers.circles.meetings import call_meeting, decide
from helpers.circles.members import add_member, circle_of
from helpers.circles.reserve import move_in
from helpers.circles.serving import serve_point
from helpers.models import CareService, Circle, CircleRole, ReserveFlat
from piano.kit import clock
from quarters.models import Consent, District, MeetingPoint, Organisation, OrganisationKind, Resident, RoleKind, User
from quarters.people.residents import record_consent
from requests.circles.sending import send
from requests.circles.sharing import agree_to_team, share_case
from requests.demo.links import with_role
from requests.models import ReferralKind
from requests.wishes.intake import Caller
from requests.wishes.referrals import refer_call

A_DAY = dt.timedelta(days=1)


def write_circle(residents: Sequence[Resident], *, helper: User, now: dt.datetime) -> int:
    """Unless there is a team already; returns how many belong to it."""
    district = District.objects.filter(roles__user=helper, roles__kind=RoleKind.HELPER).order_by("number").first()
    if district is None or Circle.objects.filter(district=district).exists():
        return 0
    today = clock.local(now).date()
    circle = circle_of(district, now=now)
    services = CareService.objects.filter(districts=district, organisation__is_demo=True).order_by("pk")
    nurse = with_role(RoleKind.CARE_PARTNER)  # whom one signs in as, where her service comes here
    service = services.filter(workers__user=nurse).first() or services.first()
    add_member(circle, helper, role=CircleRole.HELPER, valid_from=today, by=helper)
    if service is not None:
        _partner(circle, service, helper=helper, now=now)
    starts_at = clock.at(today + 6 * A_DAY, dt.time(14))
    meeting = call_meeting(circle, starts_at=starts_at, place="Treffpunkt, großer Tisch", by=helper)
    words = "Mit der Wohnberatung sprechen: Haltegriffe im Bad"
    decide(meeting, words=words, who=helper, due_on=today + 12 * A_DAY, now=now)
    near = [one for one in residents if one.district_id == district.pk and one.died_on is None]
    _hand_on(near, service, helper, now)
    _share(near[:2], helper, now)
    return circle.members.count()


def _partner(circle: Circle, service: CareService, *, helper: User, now: dt.datetime) -> None:
    """Two of its people are in the team, one as deputy; it works with the meeting point and keeps a flat in reserve."""
    today = clock.local(now).date()
    signed_in = with_role(RoleKind.CARE_PARTNER)
    workers = [worker.user for worker in service.workers.select_related("user").order_by("pk")]
    nurses = sorted(workers, key=lambda worker: worker != signed_in)[:2]
    place = None
    for nurse in nurses:
        until = today + 14 * A_DAY if place else None
        first = add_member(
            circle, nurse, role=CircleRole.CARE, valid_from=today, valid_until=until, stands_in_for=place, by=helper
        )
        place = place or first
    point = MeetingPoint.objects.filter(district=circle.district).order_by("pk").first()
    if point is not None:
        serve_point(service, point, valid_from=today - 200 * A_DAY, by=helper)
    flat = ReserveFlat.objects.create(service=service, district=circle.district, name="Pflegewohnung im Erdgeschoss")
    move_in(flat, who="Frau Probe (erfunden)", first_day=today, last_day=today + 9 * A_DAY, by=helper, now=now)


def _share(residents: Sequence[Resident], helper: User, now: dt.datetime) -> None:
    until = clock.local(now).date() + 60 * A_DAY
    for resident in residents:
        agree_to_team(resident, now=now, read_out_by=helper)
    for resident in residents[:1]:
        share_case(resident, until=until, why="Kommt nicht mehr allein die Treppe hinunter.", by=helper, now=now)


CALLS = (
    ("Fragt, ob es einen Zuschuss für einen Treppenlift gibt.", "Zuschuss für einen Treppenlift"),
    ("Der Verband am Bein müsste gewechselt werden.", "Verband wechseln"),
)


def _hand_on(residents: Sequence[Resident], service: CareService | None, helper: User, now: dt.datetime) -> None:
    """One call lies with the city and is overdue, one with the care service."""
    if not residents:
        return
    city, _new = Organisation.objects.get_or_create(
        slug="beratung-aelter-werden",
        defaults={
            "name": "Beratung Älter werden (erfunden)",
            "kind": OrganisationKind.CITY,
            "email": "beratung@demo.example",
            "phone": "+495615550177",
            "is_demo": True,
        },
    )
    ago = now - 4 * A_DAY
    calls = zip((city, service.organisation if service else None), CALLS, residents, strict=False)
    for organisation, (words, about), resident in calls:
        if organisation is None:
            continue
        record_consent(person=resident.user, purpose=Consent.ConsentPurpose.HELP, language="de", now=ago)
        facts: dict[str, Any] = {
            "words": words,
            "district": resident.district,
            "resident": resident,
            "by": helper,
            "now": ago,
        }
        caller = Caller(name=resident.user.addressed_name, phone=resident.user.phone)
        referral = refer_call(kind=ReferralKind.PROFESSIONAL, caller=caller, **facts)
        days = -1 if organisation == city else 2
        last = clock.local(now).date() + days * A_DAY
        send(referral, organisation, answer_by=last, about=about, by=helper, now=now)
