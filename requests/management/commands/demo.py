"""`manage.py demo`: invented people and a living quarter. Quick and harmless when they are there already."""

import datetime as dt
import random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from helpers.models import Course
from piano.kit import clock
from piano.kit.planner import analyze
from quarters.concepts.demo import write_concept
from quarters.conversions.demo import write_conversions
from quarters.ideas.demo import write_ideas
from quarters.models import Category, Conversion, District, Initiative, Resident, RoleKind, User, Who
from quarters.points.demo import write_points
from quarters.programme.demo import write_programme
from requests.circles.demo import write_circle
from requests.demo import SEED
from requests.demo.accounts import write_accounts
from requests.demo.bad_days import write_bad_day
from requests.demo.duties import plan_duties
from requests.demo.links import links, tenant, volunteer, with_role
from requests.demo.mornings import write_morning
from requests.demo.nursing import write_nursing
from requests.demo.past import write_past
from requests.demo.people import People
from requests.demo.places import give_numbers, show_helper
from requests.demo.present import write_present
from requests.demo.talking import write_talking
from requests.models import HelpRequest
from requests.qualifying.demo import write_qualifying
from requests.weeks.demo import write_week
from volunteers.clubs.demo import write_clubs
from volunteers.models import Founding, Path, Volunteer
from volunteers.path.demo import write_paths

FRESH_FOR = dt.timedelta(hours=20)


class Command(BaseCommand):
    help = "Legt erfundene Menschen und ein lebendiges Quartier an; beim zweiten Mal nur, was heute fehlt."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--links", action="store_true", help="nur die Anmelde-Links ausgeben")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_LINKS:
            raise CommandError("Demo-Menschen gibt es nur mit PIANO_DEBUG=1.")
        if options["links"]:
            self.stdout.write("\n".join(f"{label:<28} {address}" for label, address in links()))
            return
        with transaction.atomic():
            self.stdout.write(make_demo(now=clock.now()))


def make_demo(*, now: dt.datetime) -> str:
    """Everybody when nobody is there; wishes of today when the last ones are a day old. Says what it did."""
    dice = random.Random(SEED)  # noqa: S311  invented people need no secret
    done = "Demo-Menschen sind da."
    if not User.objects.filter(is_demo=True).exists():
        _make_people(dice, now=now)
        done = "Demo-Menschen angelegt."
    give_numbers()
    plan_duties(now=now)
    show_helper(write_points(now=now))
    residents = list(
        Resident.objects.filter(user__is_demo=True)
        .select_related("user", "district", "building", "acquaintance")
        .order_by("pk")
    )
    if not HelpRequest.objects.filter(resident__in=residents, created_at__gt=now - FRESH_FOR).exists():
        helper = User.objects.filter(is_demo=True, roles__kind=RoleKind.HELPER).order_by("pk")[0]
        dice = random.Random(f"{SEED} {clock.local(now):%Y-%m-%d}")  # noqa: S311
        write_present(dice, residents, lay_categories(), helper=helper, now=now)
        write_morning(residents, helper=helper, now=now)
        write_bad_day(residents, helper=helper, now=now)
        write_talking(residents, helper=helper, now=now)
        _ideas(now=now)
        write_programme(residents, helper=with_role(RoleKind.HELPER) or helper, now=now)
        _clubs(now=now)
        _conversions(residents, now=now)
        _circles(residents, now=now)
        write_nursing(residents[2], helper=helper, now=now)
        _courses(now=now)
        _paths(now=now)
        write_accounts(now=now)
        analyze()
        done += " Wünsche für heute sind dazugekommen."
    return done


def _ideas(*, now: dt.datetime) -> None:
    """What residents start themselves, and what is to become of the district, where the helper works whom one signs in as."""
    helper = with_role(RoleKind.HELPER)
    if helper and not Initiative.objects.exists():
        write_ideas(helper=helper, staff=with_role(RoleKind.GWG_STAFF), now=now)
        write_concept(District.objects.filter(roles__user=helper).order_by("number")[0], now=now)


def _courses(*, now: dt.datetime) -> None:
    """The volunteer whom one signs in as has learnt something, and others of her association have, too."""
    own = volunteer()
    if own is None or Course.objects.exists():
        return
    coordinator = with_role(RoleKind.COORDINATOR)
    association = coordinator.valid_roles[0].organisation_id if coordinator else own.volunteer.association_id
    others = Volunteer.objects.filter(user__is_demo=True, association=association).exclude(user=own)
    write_qualifying([own.volunteer, *others.select_related("user").order_by("pk")[:8]], office=coordinator, now=now)


def _paths(*, now: dt.datetime) -> None:
    """People on their way from the first word to the first visit, in the same helper's district."""
    helper, coordinator, one = with_role(RoleKind.HELPER), with_role(RoleKind.COORDINATOR), volunteer()
    association = coordinator.valid_roles[0].organisation if coordinator else one and one.volunteer.association
    if helper and association and not Path.objects.exists():
        write_paths(helper=helper, association=association, now=now)


def _clubs(*, now: dt.datetime) -> None:
    """One association in founding, and the coordinator's own, which runs."""
    helper, coordinator = with_role(RoleKind.HELPER), with_role(RoleKind.COORDINATOR)
    association = coordinator.valid_roles[0].organisation if coordinator else None
    if helper and association and not Founding.objects.exists():
        write_clubs(helper=helper, association=association, now=now)


def _conversions(residents: list[Resident], *, now: dt.datetime) -> None:
    """Flats that are converted, where the helper works whom one signs in as; one is of the tenant whom one signs in as."""
    helper, staff, own = with_role(RoleKind.HELPER), with_role(RoleKind.GWG_STAFF), tenant()
    landlord = next((role.organisation for role in staff.valid_roles if role.organisation), None) if staff else None
    if helper is None or landlord is None or Conversion.objects.exists():
        return
    near = [one for one in residents if one.district_id in helper.district_ids]
    mine = next((one for one in residents if own is not None and one.user_id == own.pk), None)
    write_conversions(near, helper=helper, landlord=landlord, own=mine, now=now)


def _circles(residents: list[Resident], *, now: dt.datetime) -> None:
    """The week of the tenant whom one signs in as, and the team of the helper."""
    own, helper = tenant(), with_role(RoleKind.HELPER)
    mine = next((one for one in residents if own is not None and one.user_id == own.pk), None)
    if mine is not None:
        write_week(mine, now=now)
    if helper is not None:
        write_circle(residents, helper=helper, now=now)


def _make_people(dice: random.Random, *, now: dt.datetime) -> None:
    districts = list(District.objects.filter(city="Kassel", has_landlord_stock=True).order_by("number"))
    if not districts:
        raise CommandError("Es fehlen die Stadtteile. Bitte zuerst load_quarters ausführen.")
    people = People(dice, districts)
    residents = people.residents(people.buildings())
    volunteers = people.volunteers(lay_categories())
    people.helpers()
    people.care_partners()
    people.staff()
    write_past(dice, residents, volunteers, lay_categories(), now=now)


def lay_categories() -> list[Category]:
    return list(Category.objects.exclude(who=Who.PROFESSIONAL).order_by("position", "pk"))
