"""The living present: wishes of today, some already arranged, one that nobody can take. Made by the same verbs as real ones."""

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db import transaction

from helpers.on_duty.on_call import on_call_at
from piano.kit import clock
from piano.kit.errors import DomainError
from piano.messaging.gateway import gateway_named
from quarters.contributions import give
from quarters.models import Category, District, Reach, Resident, Urgency, User
from quarters.people.acquaintance import acquaintance_of
from requests.arranged.visits import accept_offer
from requests.demo.past import WISHES
from requests.demo.wishes import write_wishes
from requests.finding.calling_out import agree_to_price
from requests.finding.searching import begin_search
from requests.locks import lock_visit
from requests.models import HelpRequest, NightOutcome, Offer, Series, Source, Visit
from requests.series.making import say_plan
from requests.series.regulars import accept_series
from requests.series.rhythm import plan_said
from requests.series.tending import take_series
from requests.states import OfferState
from requests.urgency.night_calls import Heard, note_call
from requests.urgency.phone_tree import add_to_tree
from requests.wishes.intake import Caller, Wish, take_request
from requests.wishes.referrals import refer_call

WISHES_TODAY, ARRANGED = 24, 9
DUTY_WORDS = "Kam heute aus dem Krankenhaus und weiß nicht, wie es mit dem Verband weitergeht"
DUTY_PRICE = "Die Pflegeberatung kostet Sie nichts. Sie kommt nur, wenn Sie vorher Ja sagen."
URGENT_WORDS = "Brief vom Amt mit Frist heute, sie versteht ihn nicht (Somali)"
RELIEF_WORDS = "Wocheneinkauf. Sie hat Pflegegrad 2, die Pflegekasse zahlt"
TREE = (("Renate Lohmann", "Leitung der Nachbarschaftshilfe"), ("Jürgen Pabst", "Vorstand des Vereins"))
STUCK_WORDS = "Elternabend in der Schule, jemand der übersetzt (Somali)"


def write_present(
    dice: random.Random, residents: list[Resident], categories: list[Category], *, helper: User, now: dt.datetime
) -> int:
    """Wishes for the coming days; the first are arranged, the next ones offered, the last ones wait for the engine."""
    living = [resident for resident in residents if resident.speaks_german and acquaintance_of(resident)]
    wishes = [_ask(dice, resident, dice.choice(categories), now=now) for resident in dice.sample(living, WISHES_TODAY)]
    asked = [_search(help_request, now=now) for help_request in wishes[: WISHES_TODAY - 4]]
    arranged = sum(_say_yes(visit, now=now) for visit in asked[:ARRANGED])
    _regularly(living, categories, helper=helper, now=now)
    _stuck(residents, categories, now=now)
    _urgent(residents[1], categories, helper=helper, now=now)
    _phone_tree(helper, now=now)
    _for_duty(residents[2], helper=helper, now=now)
    _relief(living, helper=helper, now=now)
    _search(_ask(dice, residents[-1], Category.objects.get(code="shop"), now=now), now=now)  # nobody knows her yet
    _referral(residents[0], helper=helper, now=now)
    _contributions(residents[1], helper=helper, now=now)
    _night_call(helper, now=now)
    _in_writing(living, helper=helper, now=now)
    write_wishes(living, helper=helper, now=now)
    return arranged


def _in_writing(living: list[Resident], *, helper: User, now: dt.datetime) -> None:
    """Two who wish letters ask for something: what we write to them lies ready for an envelope. And two who wish short messages."""
    near = [one for one in living if one.district_id in helper.district_ids and one.building_id and one.user.phone]
    shop = Category.objects.get(code="shop")
    ways = [(Reach.LETTER, ""), (Reach.LETTER, "")]
    if gateway_named("sms"):  # numbers that are kept free for invented people
        ways += [(Reach.SMS, "+4917604069001"), (Reach.SMS, "+4917604069002")]
    for number, (resident, (way, mobile)) in enumerate(zip(reversed(near), ways, strict=False)):
        resident.user.reach, resident.user.phone = way, mobile or resident.user.phone
        resident.user.save(update_fields=["reach", "phone"])
        _ask(random.Random(number), resident, shop, now=now)  # noqa: S311


def _night_call(helper: User, *, now: dt.datetime) -> None:
    """Whoever is on duty for the helper's first district took a call."""
    district = District.objects.filter(roles__user=helper).order_by("number").first()
    duty = on_call_at(district=district, moment=now).first() if district else None
    if district and duty:
        heard = Heard(
            words="Die Tür unten schließt nicht mehr, sie traut sich nicht hinaus",
            outcome=NightOutcome.MORNING,
            name="Frau Adam",
            phone="+4969900099555",
            place="2. Stock links",
        )
        note_call(district, heard=heard, by=duty.person, now=now)


def _regularly(living: list[Resident], categories: list[Category], *, helper: User, now: dt.datetime) -> None:
    """One comes every Tuesday already, another is asked for every second Friday, and nobody yet comes on a third."""
    reads_mails = [resident for resident in living if resident.user.email] or living
    kinds = [category for category in categories if category.code in ("shop", "visit", "walk")] or categories
    said = ("jeden Dienstag um 10 Uhr", "alle zwei Wochen freitags um 15 Uhr", "am ersten Montag im Monat vormittags")
    for number, words in enumerate(said):
        resident = reads_mails[number % len(reads_mails)]
        series = _ask_regularly(resident, kinds[number % len(kinds)], words, now=now)
        take_series(series.pk, now=now)
        asked = series.regulars.select_related("person").order_by("pk").first()
        if number == 0 and asked is not None:
            with suppress(DomainError):
                accept_series(asked, by=asked.person, now=now)
                take_series(series.pk, now=now)


def _ask_regularly(resident: Resident, category: Category, words: str, *, now: dt.datetime) -> Series:
    plan = plan_said(words, minutes=category.minutes_from, now=now)
    assert plan is not None
    taken = take_request(
        resident=resident,
        wish=Wish(
            category=category,
            window=plan.times.window(plan.first_day),
            minutes=category.minutes_from,
            words=WISHES.get(category.code, ""),
            wish_time=say_plan(plan),
            plan=plan,
        ),
        source=Source.WEB,
        by=resident.user,
        now=now,
    )
    return taken.series.get()


def _contributions(resident: Resident, *, helper: User, now: dt.datetime) -> None:
    """What somebody likes doing, and what somebody would like to have here."""
    for kind, words in (("gift", "Kuchen backen, und zuhören"), ("idea", "Ein Spieleabend im Treff, donnerstags")):
        district: Any = resident.district
        give(kind=kind, words=words, district=district, person=resident.user, taken_by=helper, now=now)


def _ask(dice: random.Random, resident: Resident, category: Category, *, now: dt.datetime) -> HelpRequest:
    start, end = next(_windows(dice, now))
    by_phone = not resident.user.email
    return take_request(
        resident=resident,
        wish=Wish(
            category=category,
            window=(start, end),
            minutes=category.minutes_from,
            words=WISHES.get(category.code, ""),
            wish_time=f"{clock.say_day(start)}, {clock.say_hours(start, end)}",
        ),
        source=Source.PHONE if by_phone else Source.WEB,
        by=None if by_phone else resident.user,
        now=now,
        caller=Caller(),
    )


def _windows(dice: random.Random, now: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Half days from today on that leave room for a visit."""
    while True:
        day = clock.local(now).date() + dt.timedelta(days=dice.choice([0, 1, 1, 2, 3, 4, 5]))
        starts, ends = dice.choice([(9, 13), (13, 18), (9, 18)])
        start, end = clock.at(day, dt.time(starts)), clock.at(day, dt.time(ends))
        if start - now > dt.timedelta(hours=3):
            yield start, end


def _search(help_request: HelpRequest, *, now: dt.datetime) -> Visit:
    with transaction.atomic():
        visit = lock_visit(help_request.visits.get().pk)
        begin_search(visit, now=now)
    return visit


def _say_yes(visit: Visit, *, now: dt.datetime) -> bool:
    """The first who was asked accepts, unless she has another visit at that time."""
    offer = Offer.objects.filter(visit=visit, state=OfferState.OPEN).order_by("pk").select_related("person").first()
    if offer is None:
        return False
    try:
        accept_offer(offer, by=offer.person, now=now)
    except DomainError:
        return False
    return True


def _stuck(residents: list[Resident], categories: list[Category], *, now: dt.datetime) -> None:
    """Nobody speaks it: the search ends on the helper's list."""
    category = next((category for category in categories if category.code == "lang"), categories[0])
    start = clock.at(clock.local(now).date() + dt.timedelta(days=3), dt.time(17))
    help_request = take_request(
        resident=residents[1],
        wish=Wish(
            category=category,
            window=(start, start + dt.timedelta(hours=2)),
            minutes=category.minutes_from,
            urgency=Urgency.NORMAL,
            words=STUCK_WORDS,
            wish_time=clock.say_moment(start),
            needs_language="so",
        ),
        source=Source.PHONE,
        by=None,
        now=now,
    )
    _search(help_request, now=now)


def _urgent(resident: Resident, categories: list[Category], *, helper: User, now: dt.datetime) -> None:
    """It can not wait, and nobody speaks the language: the board counts down until somebody takes care of it."""
    category = next((category for category in categories if category.code == "lang"), categories[0])
    help_request = take_request(
        resident=resident,
        wish=Wish(
            category=category,
            window=(now, now + dt.timedelta(hours=5)),
            minutes=category.minutes_from,
            urgency=Urgency.URGENT,
            is_marked_urgent=True,
            words=URGENT_WORDS,
            wish_time="heute noch",
            needs_language="so",
        ),
        source=Source.PHONE,
        by=helper,
        now=now,
    )
    _search(help_request, now=now)


def _relief(living: list[Resident], *, helper: User, now: dt.datetime) -> None:
    """By phone, in the helper's districts: the care fund pays, so only who is recognised is asked."""
    districts = set(District.objects.filter(roles__user=helper).values_list("pk", flat=True))
    resident = next((one for one in living if one.district_id in districts and not one.user.email), living[0])
    today = clock.local(now).date()
    last = clock.at(today + dt.timedelta(days=6), dt.time(18))
    help_request = take_request(
        resident=resident,
        wish=Wish(
            category=Category.objects.get(code="shop"),
            window=(clock.at(today + dt.timedelta(days=1), dt.time(9)), last),
            minutes=60,
            words=RELIEF_WORDS,
            wish_time=f"bis {clock.say_day(last)}",
            uses_relief=True,
        ),
        source=Source.PHONE,
        by=helper,
        now=now,
    )
    _search(help_request, now=now)


def _phone_tree(helper: User, *, now: dt.datetime) -> None:
    """Two people for each district of the helper, the second not to be told of gaps."""
    for district in District.objects.filter(roles__user=helper).distinct():
        for place, (name, who) in enumerate(TREE):
            phone = f"+4969900098{place:03d}"
            add_to_tree(district, name=name, phone=phone, who=who, hears_of_gaps=not place, now=now)
    User.objects.filter(phone_trees__isnull=False).update(is_demo=True)


def _for_duty(resident: Resident, *, helper: User, now: dt.datetime) -> None:
    """Only professionals may: the price was agreed, so whoever is on call now is asked at once."""
    help_request = take_request(
        resident=resident,
        wish=Wish(
            category=Category.objects.get(code="care"),
            window=(now, now + dt.timedelta(hours=8)),
            minutes=60,
            urgency=Urgency.URGENT,
            words=DUTY_WORDS,
            wish_time="heute noch",
        ),
        source=Source.PHONE,
        by=None,
        now=now,
    )
    agree_to_price(help_request, price=DUTY_PRICE, by=helper, now=now)
    _search(help_request, now=now)


def _referral(resident: Resident, *, helper: User, now: dt.datetime) -> None:
    refer_call(
        kind="landlord",
        words="Heizung ist seit gestern Abend kalt",
        district=resident.district,
        by=helper,
        now=now,
        caller=Caller(name=resident.user.full_name, phone=resident.user.phone),
        resident=resident,
    )
