"""A conversion as its page shows it: plain values, read once. For the landlord's side nothing of the private table is asked."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.conversions import gates
from quarters.conversions.access import LANDLORD
from quarters.conversions.advancing import facts_of, has_left, last_step, stamp_of
from quarters.conversions.catalogue import measures
from quarters.conversions.errors import GateShut
from quarters.conversions.gates import ANSWERED_BY_LANDLORD, Facts, Need
from quarters.conversions.states import FUNDING_STATES, ORDER, STEPS, ConversionState, Turn
from quarters.models import FUNDS, ChosenMeasure, Conversion, Payer, Share, ShareState


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, in words, and who can give it."""

    words: str
    who: str


@dataclass(frozen=True)
class Chosen:
    code: str
    name: str
    room: str
    figures: str
    standard: str


@dataclass(frozen=True)
class Funding:
    """All that the landlord learns of grants: whether they are approved, and how much together."""

    is_approved: bool
    is_waiting: bool
    cents: int


@dataclass(frozen=True)
class Page:
    """`next_label` is where it leads; `gaps` why it does not go on."""

    case: Conversion
    label: str
    facts: Facts
    gaps: list[Gap]
    turn: str
    next_label: str
    played: list[dict[str, str]]
    measures: list[Chosen]
    shares: list[Share]
    funding: Funding
    open_cents: int
    can_take_back: bool
    stamp: str

    @property
    def number(self) -> int:
        """Which of the keys it stands on; the landlord's are fewer."""
        return next((at for at, one in enumerate(self.played, start=1) if one["state"] == "now"), len(self.played))

    @property
    def is_open(self) -> bool:
        return bool(self.next_label) and not self.gaps


def read_page(case: Conversion, *, side: str, today: dt.date) -> Page:
    facts = facts_of(case, today=today)
    to = gates.next_state(case)
    last = last_step(case)
    return Page(
        case=case,
        label=label_of(case.state, side),
        facts=facts,
        gaps=[say_gap(need, side) for need in gates.missing(facts)],
        turn=say_turn(gates.turn(facts), case.state, side),
        next_label=label_of(to, side) if to else "",
        played=played(case, side),
        measures=[say_measure(one) for one in case.measures.all()],
        shares=[one for one in facts.shares if side != LANDLORD or is_for_landlord(one)],
        funding=funding_of(facts.shares),
        open_cents=case.open_cents if side != LANDLORD else open_for_landlord(facts),
        can_take_back=last is not None and not has_left(case, last),
        stamp=stamp_of(case),
    )


def say_gap(need: Need, side: str) -> Gap:
    """The landlord is not told which fund was asked."""
    if side == LANDLORD and need.is_private:
        return Gap(str(ANSWERED_BY_LANDLORD), str(Turn.TENANT.label))
    return Gap(str(need.missing), str(Turn(need.who).label))


def say_refusal(error: DomainError, side: str) -> str:
    """What could not be done, and why. The same wall as for gaps."""
    is_private = isinstance(error, GateShut) and error.is_private
    return str(ANSWERED_BY_LANDLORD) if side == LANDLORD and is_private else str(error)


def say_turn(turn: str, state: str, side: str) -> str:
    if not turn:
        return ""
    if side == LANDLORD and state in FUNDING_STATES and turn != Turn.LANDLORD:
        return str(Turn.TENANT.label)
    return str(Turn(turn).label)


def is_for_landlord(share: Share) -> bool:
    """Grants to the tenant are not: the name of a fund already says that somebody has a care grade."""
    return share.payer not in FUNDS or share.is_own_loan


def open_for_landlord(facts: Facts) -> int:
    """What nobody pays yet, as if nothing had been asked of a fund that has not decided."""
    asked = sum(one.cents for one in facts.undecided if not is_for_landlord(one))
    return facts.conversion.open_cents + asked


def may_rule_out_loan(facts: Facts) -> bool:
    """Nothing is said yet of a loan of the landlord's."""
    return facts.share(Payer.WIBANK) is None


def label_of(state: str, side: str) -> str:
    """The name of a step; of the three of funding the landlord reads one name."""
    return _("Förderung") if side == LANDLORD and state in FUNDING_STATES else str(ConversionState(state).label)


def played(case: Conversion, side: str) -> list[dict[str, str]]:
    """The steps as keys. For the landlord the funding is one."""
    here = case.number if case.state in STEPS or case.state == ConversionState.DONE else 3
    if case.state == ConversionState.DONE:
        here = 12
    steps = []
    for state in ORDER:
        number = STEPS[state].number
        mark = "done" if number < here else "now" if number == here else "next"
        steps.append({"label": label_of(state, side), "when": "", "state": mark, "number": str(number)})
    return _as_one(steps) if side == LANDLORD else steps


def _as_one(steps: list[dict[str, str]]) -> list[dict[str, str]]:
    """Three keys of one name become one: now while any of them is."""
    found: list[dict[str, str]] = []
    for step in steps:
        if not found or found[-1]["label"] != step["label"]:
            found.append(step)
        elif "now" in (found[-1]["state"], step["state"]) or found[-1]["state"] != step["state"]:
            found[-1] = {**step, "state": "now"}
    return found


def say_measure(chosen: ChosenMeasure) -> Chosen:
    known = measures().get(chosen.code)
    if known is None:
        return Chosen(chosen.code, chosen.code, "", "", str(chosen.get_standard_display()))
    figures = known.figures(chosen.standard)
    return Chosen(chosen.code, known.said, known.room_label, figures, str(chosen.get_standard_display()))


def funding_of(shares: Any) -> Funding:
    grants = [one for one in shares if not is_for_landlord(one)]
    approved = [one for one in grants if one.state == ShareState.APPROVED]
    return Funding(
        is_approved=bool(approved),
        is_waiting=any(one.state == ShareState.ASKED for one in grants),
        cents=sum(one.cents for one in approved),
    )


def funds_left(facts: Facts) -> list[tuple[str, str]]:
    """Funds about which nothing is said yet."""
    said = {one.payer for one in facts.shares}
    return [(str(payer), str(Payer(payer).label)) for payer in FUNDS if payer not in said]


def days_in_step(case: Conversion, *, now: dt.datetime) -> int:
    return (clock.local(now).date() - clock.local(case.since).date()).days
