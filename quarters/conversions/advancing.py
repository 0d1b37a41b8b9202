"""The only way a conversion changes its state: lock, look at the gate, update, write one row of the log, in one transaction."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count

from piano.kit import clock
from piano.messaging.models import TOLD_STATES, UNTOLD_STATES, Message, MessageState
from piano.messaging.outbox import cancel_owed
from quarters.conversions import gates, notices
from quarters.conversions.errors import GateShut, HasLeftTheHouse, NothingToTakeBack, WrongStep
from quarters.conversions.gates import Facts
from quarters.conversions.registering import enter, strike_out
from quarters.conversions.states import CLOSED_STATES, STEPS, ConversionState, Turn
from quarters.models import ChosenMeasure, Conversion, ConversionLetter, ConversionStep, Defect, Quote, Share, User

ALREADY_OUT = (MessageState.HANDOVER, *TOLD_STATES, *UNTOLD_STATES)
S = ConversionState


def lock(conversion: Conversion) -> Conversion:
    """The row as it is now, locked. Needs a transaction."""
    rows = Conversion.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("flat__building__district", "landlord", "helper").get(pk=conversion.pk)


def facts_of(conversion: Conversion, *, today: dt.date) -> Facts:
    """Read anew: four queries."""
    return facts_of_many([conversion], today=today)[conversion.pk]


def facts_of_many(conversions: Sequence[Conversion], *, today: dt.date) -> dict[int, Facts]:
    """By key; four queries, however many there are."""
    keys = [one.pk for one in conversions]
    shares: dict[int, list[Share]] = {pk: [] for pk in keys}
    for share in Share.objects.filter(conversion__in=keys).select_related("programme"):
        shares[share.conversion_id].append(share)
    chosen = ChosenMeasure.objects.filter(conversion__in=keys).values_list("conversion").annotate(Count("pk"))
    quotes = Quote.objects.filter(conversion__in=keys, is_chosen=True).values_list("conversion", "valid_until")
    defects = Defect.objects.filter(conversion__in=keys, closed_on=None).values_list("conversion").annotate(Count("pk"))
    measures, until, open_defects = dict(chosen), dict(quotes), dict(defects)
    return {
        one.pk: Facts(
            conversion=one,
            today=today,
            measures=measures.get(one.pk, 0),
            quote_until=until.get(one.pk),
            shares=shares[one.pk],
            open_defects=open_defects.get(one.pk, 0),
        )
        for one in conversions
    }


def advance(conversion: Conversion, *, by: User | None, now: dt.datetime, seen: str = "", note: str = "") -> Conversion:
    """To the next step, if its gate is open. `seen` is the stamp of the step that whoever pressed it saw: twice is one step.

    Raises `GateShut` with what is missing and who can give it, `WrongStep`.
    """
    with transaction.atomic():
        row = lock(conversion)
        if seen and stamp_of(row) != seen:
            raise WrongStep()
        shut = gates.missing(facts_of(row, today=clock.local(now).date()))
        if shut:
            raise GateShut(str(shut[0].missing), is_private=shut[0].is_private)
        return move(row, gates.next_state(row), by=by, now=now, note=note)


def move(conversion: Conversion, to: str, *, by: User | None, now: dt.datetime, note: str = "") -> Conversion:
    """A step of the table. The caller has locked the row and looked at the gate. Raises `WrongStep`."""
    if not conversion.is_open or to not in STEPS[conversion.state].to:
        raise WrongStep()
    _step(conversion, to, by=by, now=now, note=note)
    if to == S.DONE:
        enter(conversion, day=clock.local(now).date())
    notices.tell_step(conversion, now=now)
    tell_whose_turn(conversion, by=by, now=now)
    return conversion


def tell_whose_turn(conversion: Conversion, *, by: User | None, now: dt.datetime) -> None:
    """Where it waits for the landlord, its people hear of it. Needs a transaction."""
    if conversion.is_shared and gates.turn(facts_of(conversion, today=clock.local(now).date())) == Turn.LANDLORD:
        notices.tell_landlord(conversion, by=by, now=now)


def begin(conversion: Conversion, *, by: User | None, now: dt.datetime) -> Conversion:
    """Saves a new one in its first state, with its row of the log."""
    conversion.state, conversion.since, conversion.opened_at = S.WISH, now, now
    conversion.save(force_insert=True)
    ConversionStep.objects.create(conversion=conversion, to_state=S.WISH, by=by, at=now)
    return conversion


def take_back(conversion: Conversion, *, by: User, now: dt.datetime) -> Conversion:
    """The last step, as long as nothing about it has left the house. Twice: there is nothing left to take back.

    Raises `NothingToTakeBack`, `HasLeftTheHouse`.
    """
    with transaction.atomic():
        row = lock(conversion)
        last = last_step(row)
        if last is None:
            raise NothingToTakeBack()
        if has_left(row, last):
            raise HasLeftTheHouse()
        for reason in (notices.STEP, notices.TURN):
            cancel_owed(subject=notices.subject_of(row), reason=reason)
        if row.state == S.DONE:
            strike_out(row)
        _step(row, last.from_state, by=by, now=now, is_undo=True)
        return row


def stamp_of(conversion: Conversion) -> str:
    """Tells this stay in this step from every other, and does not say which step it is."""
    return str(conversion.steps.order_by("-at", "-pk").values_list("pk", flat=True).first())


def last_step(conversion: Conversion) -> ConversionStep | None:
    """The step that may be taken back; None after one was taken back, and at the beginning."""
    last = conversion.steps.order_by("-at", "-pk").first()
    return None if last is None or last.is_undo or not last.from_state else last


def has_left(conversion: Conversion, step: ConversionStep) -> bool:
    """Whether since this step a message or a letter about it was sent, or the work was ordered."""
    told = Message.objects.filter(
        reason__in=(notices.STEP, notices.TURN), subject=notices.subject_of(conversion), created_at__gte=step.at
    )
    posted = ConversionLetter.objects.filter(conversion=conversion, posted_at__gte=step.at)
    is_ordered = step.to_state == S.WORKS and conversion.ordered_on is not None
    return is_ordered or told.filter(state__in=ALREADY_OUT).exists() or posted.exists()


def _step(
    conversion: Conversion, to: str, *, by: User | None, now: dt.datetime, note: str = "", is_undo: bool = False
) -> None:
    before = conversion.state
    changed: dict[str, Any] = {"state": to, "since": now, "ended_at": now if to in CLOSED_STATES else None}
    for name, value in changed.items():
        setattr(conversion, name, value)
    conversion.save(update_fields=list(changed))
    ConversionStep.objects.create(
        conversion=conversion, from_state=before, to_state=to, by=by, note=note, at=now, is_undo=is_undo
    )
