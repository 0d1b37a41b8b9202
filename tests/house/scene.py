"""One row of each kind in a quarter, and people who have nothing to do with any of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

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
from requests.wishes.referrals import refer_call
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


@dataclass
class Scene:
    people: dict[str, User | None]
    rows: dict[str, str]
    given: dict[str, str]


def make_scene(cast: Cast) -> Scene:
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
