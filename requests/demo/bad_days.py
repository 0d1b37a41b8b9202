"""What goes wrong in the demo: a door that stays shut, somebody who cannot come in an hour, somebody away for days, an Ersatz,
and one volunteer with whom the coordination still has to talk. Made by the same verbs as real ones.
"""

import datetime as dt

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import Category, District, Resident, Role, RoleKind, User
from quarters.people.acquaintance import acquaintance_of
from requests.arranged.signing_off import sign_off
from requests.arranged.visits import assign_person, give_up_assignment
from requests.finding.standing_in import stand_by
from requests.incidents.acts import let_in, note_step, write_down
from requests.mishaps.troubles import nobody_opens, tick
from requests.models import Assignment, Offer, Source, Suspension
from requests.people.suspending import suspend
from requests.states import STANDING_ASSIGNMENT_STATES, VisitState
from requests.wishes.intake import Wish, take_request
from volunteers.models import Volunteer, VolunteerState

WHAT = "Beim Einkaufen sei sie nach der Geheimzahl ihrer Karte gefragt worden, „damit es schneller geht“. Sie hat sie nicht gesagt."
SOON, IN_AN_HOUR = dt.timedelta(minutes=10), dt.timedelta(minutes=70)
WHY = "Eine Bewohnerin sagt, es sei nach der Geheimzahl ihrer Karte gefragt worden. Bitte erst mit beiden sprechen."


def write_bad_day(residents: list[Resident], *, helper: User, now: dt.datetime) -> None:
    """In the helper's first district with somebody who can go; where nobody can, it stays a good day."""
    districts = set(helper.roles.filter(district__isnull=False).values_list("district_id", flat=True))
    near = [one for one in residents if one.district_id in districts and acquaintance_of(one) and not one.died_on]
    here = [one for one in near if one.user.phone][-4:]
    if len(here) < 2:
        return
    door = _arrange(here[0], helper=helper, start=now + SOON, now=now)
    if door is not None:
        trouble = nobody_opens(door, by=door.person, now=now)
        for kind in ("rang", "phoned"):
            tick(trouble, kind, by=door.person, now=now)
    late = _arrange(here[1], helper=helper, start=now + IN_AN_HOUR, now=now)
    if late is not None:
        give_up_assignment(late, by=late.person, now=now)
    _away(districts, helper=helper, now=now)
    _ready(now=now)
    _suspended(districts, helper=helper, now=now)


def _arrange(resident: Resident, *, helper: User, start: dt.datetime, now: dt.datetime) -> Assignment | None:
    """Somebody of the district goes at that time, whatever the hour of the demo."""
    shop = Category.objects.get(code="shop")
    wish = Wish(
        category=shop,
        window=(start, start + dt.timedelta(hours=3)),
        minutes=60,
        words="Brot, Milch und ein paar Äpfel",
        wish_time=clock.say_moment(start),
    )
    visit = take_request(resident=resident, wish=wish, source=Source.PHONE, by=helper, now=now).visits.get()
    people = Volunteer.objects.filter(district=resident.district_id, state=VolunteerState.ACTIVE).exclude(
        user=resident.user
    )
    for volunteer in people.select_related("user").order_by("pk"):
        try:
            return assign_person(visit, person=volunteer.user, start=start, by=helper, now=now, bends_soft_rules=True)
        except DomainError:
            continue
    return None


def _away(districts: set[int], *, helper: User, now: dt.datetime) -> None:
    """Somebody who goes in the next days has just called: not this week."""
    rows = Assignment.objects.filter(
        state__in=STANDING_ASSIGNMENT_STATES,
        planned_window__startswith__gt=now + dt.timedelta(hours=6),
        visit__help_request__district__in=districts,
        person__volunteer__isnull=False,
    )
    going = rows.select_related("person").order_by("planned_window", "pk").first()
    if going is not None:
        today = clock.local(now).date()
        sign_off(going.person, first_day=today, last_day=today + dt.timedelta(days=6), by=helper, now=now)


def _ready(*, now: dt.datetime) -> None:
    """One who was a moment too late stays ready."""
    late = Offer.objects.filter(was_taken=True, visit__state=VisitState.ARRANGED).select_related("visit", "person")
    offer = late.order_by("pk").first()
    if offer is not None:
        stand_by(offer.visit, person=offer.person, now=now)


def _suspended(districts: set[int], *, helper: User, now: dt.datetime) -> None:
    """Once, with somebody of the coordination who may read why."""
    volunteer = (
        Volunteer.objects.filter(district__in=districts, state=VolunteerState.ACTIVE, user__is_demo=True)
        .exclude(user__assignments__state__in=STANDING_ASSIGNMENT_STATES)
        .order_by("-pk")
        .first()
    )
    if volunteer is None or Suspension.objects.filter(volunteer__user__is_demo=True).exists():
        return
    coordinator = User.objects.create_user(given_name="Karin", family_name="Lindner", salutation="Frau", is_demo=True)
    Role.objects.create(
        user=coordinator,
        kind=RoleKind.COORDINATOR,
        organisation=volunteer.association,
        valid_from=clock.local(now).date() - dt.timedelta(days=300),
    )
    suspend(volunteer, reason=WHY, by=helper, now=now)
    _incident(volunteer, helper=helper, coordinator=coordinator, now=now)


def _incident(volunteer: Volunteer, *, helper: User, coordinator: User, now: dt.datetime) -> None:
    """What stands behind it, for the two who talk with both."""
    yesterday = clock.local(now).date() - dt.timedelta(days=1)
    incident = write_down(
        district=District.objects.get(pk=volunteer.district_id),
        about=volunteer.user,
        what=WHAT,
        reported_by="Die Bewohnerin selbst, am Telefon",
        happened_on=yesterday,
        by=helper,
        now=now,
    )
    let_in(incident, person=coordinator, by=helper, now=now)
    note_step(
        incident, words="Mit der Bewohnerin gesprochen. Die Karte ist gesperrt, Geld fehlt nicht.", by=helper, now=now
    )
