"""What the rota writes to people: each reason with its words' values, its class, and whether it is still owed."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from helpers.models import Duty, DutyOff, Gap, SwapAnswer, SwapAsk, SwapState
from helpers.models.swap import Swap
from helpers.on_duty.reachable import say_trouble
from helpers.rota.coverage import cut, say_gap
from helpers.rota.swap_links import swap_link
from helpers.rota.team import team_of
from piano.kit import clock
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.models import District, RoleKind
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about

Values = dict[str, Any]
MOST_GAPS = 12
for page, sentence in (
    ("helpers:own_duty", _("Ihr Dienst")),
    ("helpers:own_duties", _("Ihre Dienste")),
    ("helpers:rota", _("Der Dienstplan")),
    ("helpers:roster", _("Der Dienstplan zum Drucken")),
):
    say_about(page, sentence)


def about_duty(pk: int, recipient: Any) -> Values:
    duty = Duty.objects.select_related("person", "service__organisation", "district").get(pk=pk)
    deputy = Duty.objects.filter(is_deputy=True, window__overlap=duty.window, **team_of(duty).fields)
    second = deputy.select_related("person").first()
    return {
        **_of_duty(duty),
        "who": duty.person.full_name,
        "phone": say_phone(duty.person.phone),
        "trouble": say_trouble(duty.person, number=duty.forwards_to, now=clock.now()),
        "deputy": second.person.full_name if second else "",
        "deputy_phone": say_phone(second.person.phone) if second else "",
        "link": link_behind_sign_in(recipient, "helpers:own_duty", duty.reference),
        "rota": link_behind_sign_in(recipient, "helpers:rota"),
    }


def _of_duty(duty: Duty) -> Values:
    start, end = duty.window.lower, duty.window.upper
    return {
        "span": say_gap((start, end)),
        "starts": clock.say_time(start),
        "team": duty.answers_as,
        "is_deputy": duty.is_deputy,
        "forwards_to": say_phone(duty.forwards_to),
    }


def about_off(pk: int, recipient: Any) -> Values:
    row = DutyOff.objects.get(pk=pk)
    return {"span": say_gap((row.window.lower, row.window.upper)), "link": _own_duties(recipient)}


def about_ask(pk: int, recipient: Any) -> Values:
    ask = SwapAsk.objects.select_related(
        "swap__asked_by", "swap__duty__service__organisation", "swap__duty__person"
    ).get(pk=pk)
    return {**_of_duty(ask.swap.duty), "asker": ask.swap.asked_by.full_name, "link": swap_link(ask)}


def about_swap(pk: int, recipient: Any) -> Values:
    swap = Swap.objects.select_related("duty__service__organisation", "duty__district", "duty__person").get(pk=pk)
    taken = swap.asks.filter(answer=SwapAnswer.YES).select_related("person").first()
    name = taken.person.full_name if taken else ""
    return {**_of_duty(swap.duty), "taker": name, "link": _own_duties(recipient)}


def about_district(pk: int, recipient: Any) -> Values:
    district = District.objects.get(pk=pk)
    spans = [(gap.window.lower, gap.window.upper) for gap in _told_gaps(pk)]
    pieces = [say_gap(piece) for span in spans for piece in cut(span)]
    return {
        "district": district.name,
        "gaps": pieces[:MOST_GAPS],
        "more": max(0, len(pieces) - MOST_GAPS),
        "link": _way_to_gaps(district, recipient),
        "sheet": link_behind_sign_in(recipient, "helpers:roster", after=f"?stadtteil={district.slug}"),
    }


def about_gap(pk: int, recipient: Any) -> Values:
    gap = Gap.objects.select_related("district").get(pk=pk)
    span = say_gap((gap.window.lower, gap.window.upper))
    return {"span": span, "district": gap.district.name, "link": _way_to_gaps(gap.district, recipient)}


def _way_to_gaps(district: District, recipient: Any) -> str:
    """The rota of the district for its helpers; for a care service the page on which she can take the span herself."""
    if recipient.roles.valid_on(clock.today()).filter(kind=RoleKind.HELPER, district=district).exists():
        return link_behind_sign_in(recipient, "helpers:rota", after=f"?stadtteil={district.slug}")
    return _own_duties(recipient, after="#luecken")


def _own_duties(recipient: Any, *, after: str = "") -> str:
    return link_behind_sign_in(recipient, "helpers:own_duties", after=after)


def _told_gaps(district_id: int) -> Any:
    return Gap.objects.filter(district=district_id, closed_at=None, warned_days__isnull=False).order_by("window")


def _duty_stands(pk: int) -> bool:
    return Duty.objects.filter(pk=pk, window__endswith__gt=clock.now()).exists()


def _duty_waits(pk: int) -> bool:
    return Duty.objects.filter(pk=pk, taken_up_at=None, window__endswith__gt=clock.now()).exists()


def _swap_waits(pk: int) -> bool:
    return SwapAsk.objects.filter(pk=pk, answer="", swap__state=SwapState.OPEN).exists()


def _has_gaps(pk: int) -> bool:
    return bool(_told_gaps(pk).exists())


def _is_hard_to_reach(pk: int) -> bool:
    duty = Duty.objects.select_related("person", "service").filter(pk=pk).first()
    return bool(duty and say_trouble(duty.person, number=duty.forwards_to, now=clock.now()))


def _always(pk: int) -> bool:
    return True


URGENT, NORMAL = MessageClass.URGENT, MessageClass.NORMAL
KNOWN: tuple[tuple[str, str, Callable[[int], bool], Callable[[int, Any], Values]], ...] = (
    ("duty_given", NORMAL, _duty_stands, about_duty),
    ("duty_off", NORMAL, _always, about_off),
    ("duty_begins", URGENT, _duty_waits, about_duty),
    ("duty_missed", URGENT, _duty_waits, about_duty),
    ("hard_to_reach", NORMAL, _is_hard_to_reach, about_duty),
    ("swap_asked", NORMAL, _swap_waits, about_ask),
    ("swap_filled", NORMAL, _always, about_ask),
    ("swap_taken", NORMAL, _always, about_swap),
    ("swap_refused", NORMAL, _always, about_swap),
    ("gap_ahead", NORMAL, _has_gaps, about_district),
    ("gap_now", URGENT, _has_gaps, about_district),
    ("gap_covered", NORMAL, _always, about_gap),
    ("print_roster", NORMAL, _always, about_district),
)
for name, message_class, is_still_due, context in KNOWN:
    register(
        Reason(
            name=name,
            message_class=message_class,
            is_still_due=is_still_due,
            context=context,
            template={"gap_now": "gap_ahead"}.get(name, name),
            priority=1 if message_class == URGENT else 5,
            is_said_along=name in ("swap_filled", "swap_taken", "gap_covered"),
            can_wait=name in ("swap_filled", "gap_covered"),
        )
    )
