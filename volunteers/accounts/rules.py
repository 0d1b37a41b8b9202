"""What holds on a day: an association's way of counting time, and amounts of law. Data, never constants."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Least
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.kit import clock
from piano.kit.dated import holds, holds_on
from quarters.models import Organisation, User
from volunteers.accounts.access import check_officer
from volunteers.models import AccountKind, AccountRule, DatedValue, TimeAccount, Unit


def rule_on(association: Organisation, day: dt.date) -> AccountRule | None:
    """None: this association keeps no accounts."""
    return AccountRule.objects.filter(holds_on(day), association=association).first()


def set_rule(
    association: Organisation,
    *,
    unit: str,
    points_per_hour: int,
    step_minutes: int,
    lowest_minutes: int,
    by: User,
    now: dt.datetime,
) -> AccountRule:
    """Holds from today; the one before ends. Who is deeper in the red than the new rule allows stays where she is, and can only
    rise. Locks the association's accounts.
    """
    check_officer(by, association)
    day = clock.local(now).date()
    values = {
        "unit": unit,
        "points_per_hour": points_per_hour,
        "step_minutes": step_minutes,
        "lowest_minutes": lowest_minutes,
    }
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=association.pk)
        rows = AccountRule.objects.filter(association=association)
        rows.filter(valid_from=day).delete()
        rows.filter(holds_on(day)).update(valid_until=day)
        rule = AccountRule.objects.create(association=association, valid_from=day, **values)
        accounts = TimeAccount.objects.filter(association=association)
        list(accounts.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        persons = accounts.filter(kind=AccountKind.PERSON)
        persons.update(lowest_minutes=Least(Value(-lowest_minutes), Least(F("minutes"), Value(0))))
        for kind in (AccountKind.POT, AccountKind.ASSOCIATION):
            TimeAccount.objects.get_or_create(association=association, kind=kind, defaults={"opened_at": now})
    return rule


def rounded(minutes: int, rule: AccountRule) -> int:
    """To the next whole step, half a step up; who helped at all gets one."""
    steps = (2 * minutes + rule.step_minutes) // (2 * rule.step_minutes)
    return max(steps, 1) * rule.step_minutes if minutes > 0 else 0


def value_on(kind: str, day: dt.date, *, organisation: Organisation | None = None) -> int | None:
    """The organisation's own value, else the one of all; None where nothing holds that day."""
    rows = DatedValue.objects.valid_on(day).filter(kind=kind)
    rows = rows.filter(Q(organisation=None) | Q(organisation=organisation))
    row = rows.order_by(F("organisation").asc(nulls_last=True)).first()
    return row.value if row else None


def values_of(kind: str) -> Callable[[dt.date], int | None]:
    """What holds for all, on whichever day: one query, however often it is asked."""
    rows = list(DatedValue.objects.filter(kind=kind, organisation=None))

    def on(day: dt.date) -> int | None:
        held = (one for one in rows if holds(one, day))
        return next((one.value for one in held), None)

    return on


def say_time(minutes: int, rule: AccountRule | None) -> str:
    """„2,5 Punkte“ or „1 Std. 15 Min.“, with its sign."""
    if rule and rule.unit == Unit.POINTS:
        return say_points(minutes, rule.points_per_hour)
    return say_minutes(minutes)


def say_points(minutes: int, points_per_hour: int) -> str:
    tenths = round(abs(minutes) * points_per_hour / 6)
    whole, rest = divmod(tenths, 10)
    number = f"{'−' if minutes < 0 and tenths else ''}{whole}{f',{rest}' if rest else ''}"
    return ngettext("%(number)s Punkt", "%(number)s Punkte", 2 if rest else whole) % {"number": number}


def say_minutes(minutes: int) -> str:
    """„1 Stunde 15 Minuten“, short."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else ""
    if not hours:
        return _("%(sign)s%(rest)s Min.") % {"sign": sign, "rest": rest}
    if not rest:
        return _("%(sign)s%(hours)s Std.") % {"sign": sign, "hours": hours}
    return _("%(sign)s%(hours)s Std. %(rest)s Min.") % {"sign": sign, "hours": hours, "rest": rest}
