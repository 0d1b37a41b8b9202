"""Invented conversions: one hangs at the landlord, one waits for money, one has a defect, one is the tenant's own; flats that fit."""

import datetime as dt
from collections.abc import Sequence

from piano.kit import clock
from piano.messaging.outbox import cancel_owed_of
from quarters.conversions import confidential, defects, filling, money, notices, wishes
from quarters.conversions.advancing import advance
from quarters.conversions.states import ConversionState
from quarters.models import (
    Building,
    Conversion,
    Flat,
    FlatFeature,
    Organisation,
    Payer,
    Programme,
    Resident,
    Standard,
    User,
)

S = ConversionState
WISHES = (
    ("Ich komme nicht mehr über den Rand der Wanne.", "tub_to_shower", Standard.PLAIN, S.CHECK, 75),
    ("Mit dem Rollstuhl passe ich nicht durch die Badtür.", "door_inside", Standard.WHEELCHAIR, S.KFW, 160),
    ("Ich brauche Griffe am WC und in der Dusche.", "grab_rails", Standard.PLAIN, S.ACCEPTANCE, 240),
    ("Die Stufe zum Balkon ist zu hoch.", "thresholds", Standard.PLAIN, S.PERMISSION, 50),
)
FLATS = (
    ("Erdgeschoss rechts", 2, 54, 0, (("step_free_shower", "R"), ("wide_doors", "R"), ("no_thresholds", "R"))),
    ("1. Stock Mitte", 2, 49, 40, (("step_free_shower", "plain"), ("lift", "plain"), ("no_thresholds", "plain"))),
    ("3. Stock links", 3, 71, None, (("grab_rails", "plain"), ("lift", "plain"))),
)


def write_conversions(
    people: Sequence[Resident], *, helper: User, landlord: Organisation, own: Resident | None, now: dt.datetime
) -> int:
    """By the same verbs as real ones. `own` is the tenant whom one signs in as. Returns how many."""
    living = [one for one in people if one.building is not None and one != own][:3]
    rows = [*living, own] if own is not None and own.building is not None else living
    for number, resident in enumerate(rows):
        assert resident.building is not None
        resident.building.landlord = landlord
        resident.building.save(update_fields=["landlord"])
        _carry(resident, number if resident != own else 3, helper=helper, now=now)
    if living and living[0].building is not None:
        _flats(living[0].building, day=clock.local(now).date())
    return len(rows)


def _carry(resident: Resident, number: int, *, helper: User, now: dt.datetime) -> None:
    """Through the gates to its state, a step every few days, the last one long ago."""
    wish, measure, standard, goal, days = WISHES[number]
    at, pace = now - dt.timedelta(days=days), dt.timedelta(days=9)
    case = wishes.open_wish(resident=resident, wish=wish, source="phone", agrees=True, by=helper, now=at)
    while True:
        case.refresh_from_db()
        if case.state == goal:
            break
        _fill(case, measure, standard, by=helper, now=at)
        advance(case, by=helper, now=at)
        at = min(at + pace, now)
    if goal == S.ACCEPTANCE:
        defects.note_defect(case, room="bath", words="Ein Griff neben dem WC sitzt locker.", by=helper, now=now)
    cancel_owed_of([notices.subject_of(case)])  # what was said long ago is not sent today


def _fill(case: Conversion, measure: str, standard: str, *, by: User, now: dt.datetime) -> None:
    day, who = clock.local(now).date(), {"by": by, "now": now}
    if case.state == S.ADVICE:
        filling.plan_visit(case, at=now + dt.timedelta(hours=2), **who)  # type: ignore[arg-type]
        filling.note_visit(case, on=day, **who)  # type: ignore[arg-type]
        filling.choose_measure(case, code=measure, standard=standard, **who)  # type: ignore[arg-type]
    elif case.state == S.CHECK:
        found = {"load_ok": True, "pipes_ok": True, "is_monument": False}
        filling.decide(case, decision="A", on=day, **found, **who)  # type: ignore[arg-type]
    elif case.state == S.PERMISSION:
        filling.note_permission(case, permission="yes", asked_on=day, on=day, **who)  # type: ignore[arg-type]
    elif case.state == S.AGREEMENT:
        filling.agree_on(case, builder="tenant", restores=False, on=day, **who)  # type: ignore[arg-type]
    else:
        _fill_money(case, by=by, now=now)


def _fill_money(case: Conversion, *, by: User, now: dt.datetime) -> None:
    day, who = clock.local(now).date(), {"by": by, "now": now}
    if case.state == S.QUOTES:
        for firm, cents, valid in (("Bad & Rohr (erfunden)", 642_000, 200), ("Fliesen Beispiel", 698_000, 90)):
            until = day + dt.timedelta(days=valid)
            quote = money.add_quote(case, firm=firm, cents=cents, received_on=day, valid_until=until, **who)  # type: ignore[arg-type]
            if firm.startswith("Bad"):
                money.choose_quote(case, quote=quote, **who)  # type: ignore[arg-type]
    elif case.state == S.CARE_FUND:
        private = {"care_grade": "2", "entitled": "1", "diagnosis": "Rollator", "fund_words": ""}
        confidential.note_private(case, **private, **who)  # type: ignore[arg-type]
        programme = Programme.objects.get(code="sgb11-40-4")
        share = money.apply(case, programme=programme, cents=418_000, on=day, **who)  # type: ignore[arg-type]
        money.decide_share(case, share=share, cents=418_000, on=day, **who)  # type: ignore[arg-type]
    elif case.state in (S.KFW, S.WIBANK):
        money.rule_out(case, payer=case.state, **who)  # type: ignore[arg-type]
        if case.state == S.WIBANK:
            money.say_share(case, payer=Payer.TENANT, cents=24_000, **who)  # type: ignore[arg-type]
            money.say_share(case, payer=Payer.LANDLORD, cents=200_000, **who)  # type: ignore[arg-type]
    elif case.state == S.WORKS:
        days = {"starts_on": day, "ends_on": day + dt.timedelta(days=4), "neighbours_on": day}
        filling.plan_works(case, firm="Bad & Rohr (erfunden)", interim="home", **days, **who)  # type: ignore[arg-type]
        filling.order(case, on=day, **who)  # type: ignore[arg-type]


def _flats(building: Building, *, day: dt.date) -> None:
    for position, rooms, area, free_in, features in FLATS:
        free = None if free_in is None else day + dt.timedelta(days=free_in)
        flat = Flat.objects.create(building=building, position=position, rooms=rooms, area_m2=area, available_from=free)
        FlatFeature.objects.bulk_create(
            FlatFeature(flat=flat, code=code, standard=standard, since=day) for code, standard in features
        )
