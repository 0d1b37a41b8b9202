"""What is written into a step: the visit, the check, the landlord's answer, the agreement, the works, the acceptance (domain 7).

One verb for each step: it looks whether that step is on, and whether the days follow each other.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.conversions.advancing import facts_of, lock, move, tell_whose_turn
from quarters.conversions.catalogue import measures
from quarters.conversions.errors import GateShut, NoSuchSum, NoSuchThing, WrongDay, WrongStep
from quarters.conversions.gates import COVERED, DECIDED
from quarters.conversions.states import ConversionState, Decision
from quarters.models import ChosenMeasure, Conversion, Flat, Standard, User

S = ConversionState


def note(conversion: Conversion, *, state: str, by: User, now: dt.datetime, **values: Any) -> Conversion:
    """Writes fields of the step that is on. Locks the row. Raises `WrongStep`, `GateShut` without her agreement."""
    with transaction.atomic():
        return _write(_locked(conversion, state), **values)


def _locked(conversion: Conversion, state: str) -> Conversion:
    row = lock(conversion)
    if row.state != state:
        raise WrongStep()
    if not row.is_shared and state != S.WISH:
        raise GateShut(_("Die Einwilligung fehlt. Bitte fragen Sie zuerst die Mieterin oder den Mieter."))
    return row


def _write(row: Conversion, **values: Any) -> Conversion:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row


def _not_ahead(day: dt.date | None, now: dt.datetime) -> None:
    if day is not None and day > clock.local(now).date():
        raise WrongDay(_("Dieser Tag liegt in der Zukunft. Eingetragen wird, was schon war."))


def _not_before(day: dt.date | None, first: dt.date | None, words: str) -> None:
    if day is not None and first is not None and day < first:
        raise WrongDay(words)


def plan_visit(conversion: Conversion, *, at: dt.datetime, by: User, now: dt.datetime) -> Conversion:
    """When helper and technician come. Raises `WrongDay` for a moment that is over."""
    if at < now:
        raise WrongDay(_("Dieser Termin liegt in der Vergangenheit."))
    return note(conversion, state=S.ADVICE, by=by, now=now, visit_at=at)


def note_visit(conversion: Conversion, *, on: dt.date, by: User, now: dt.datetime) -> Conversion:
    """The visit has been."""
    _not_ahead(on, now)
    _not_before(on, clock.local(conversion.opened_at).date(), _("Der Besuch kann nicht vor dem Wunsch gewesen sein."))
    return note(conversion, state=S.ADVICE, by=by, now=now, visited_on=on)


def choose_measure(conversion: Conversion, *, code: str, standard: str, by: User, now: dt.datetime) -> ChosenMeasure:
    """A measure of the catalogue; chosen again, its other standard counts. Raises `NoSuchThing`, `WrongStep`."""
    if code not in measures() or standard not in Standard.values:
        raise NoSuchThing()
    with transaction.atomic():
        row = _locked_for_measures(conversion)
        return ChosenMeasure.objects.update_or_create(conversion=row, code=code, defaults={"standard": standard})[0]


def drop_measure(conversion: Conversion, *, code: str, by: User, now: dt.datetime) -> None:
    """Twice changes nothing."""
    with transaction.atomic():
        ChosenMeasure.objects.filter(conversion=_locked_for_measures(conversion), code=code).delete()


def _locked_for_measures(conversion: Conversion) -> Conversion:
    row = lock(conversion)
    if row.state not in (S.ADVICE, S.CHECK, S.QUOTES):
        raise WrongStep()
    return _locked(conversion, row.state)


def decide(
    conversion: Conversion,
    *,
    load_ok: bool,
    pipes_ok: bool,
    is_monument: bool,
    decision: str,
    on: dt.date,
    by: User,
    now: dt.datetime,
) -> Conversion:
    """What the check of the house found: A convert, B move, C no."""
    if decision not in Decision.values:
        raise NoSuchThing()
    _not_ahead(on, now)
    _not_before(on, conversion.visited_on, _("Die Entscheidung kann nicht vor dem Besuch gewesen sein."))
    found = {"load_ok": load_ok, "pipes_ok": pipes_ok, "is_monument": is_monument}
    return note(conversion, state=S.CHECK, by=by, now=now, decision=decision, decided_on=on, **found)


def ask_permission(conversion: Conversion, *, on: dt.date, by: User, now: dt.datetime) -> Conversion:
    """The letter to the landlord has gone out (§ 554 BGB); its people hear that it is their turn."""
    _not_ahead(on, now)
    with transaction.atomic():
        row = note(conversion, state=S.PERMISSION, by=by, now=now, asked_on=on)
        tell_whose_turn(row, by=by, now=now)
        return row


def note_permission(
    conversion: Conversion,
    *,
    permission: str,
    on: dt.date,
    by: User,
    now: dt.datetime,
    deposit_cents: int | None = None,
    asked_on: dt.date | None = None,
) -> Conversion:
    """The landlord's written answer with its day; a voluntary deposit for restoring (§ 554 (1) 3 BGB)."""
    _not_ahead(on, now)
    _not_ahead(asked_on, now)
    _not_before(on, asked_on or conversion.asked_on, _("Die Antwort kann nicht vor der Frage gekommen sein."))
    asked = {"asked_on": asked_on} if asked_on else {}
    values = {"permission": permission, "permission_on": on, "deposit_cents": deposit_cents, **asked}
    return note(conversion, state=S.PERMISSION, by=by, now=now, **values)


def agree_on(
    conversion: Conversion,
    *,
    builder: str,
    restores: bool,
    on: dt.date,
    by: User,
    now: dt.datetime,
    rent_cents: int | None = None,
) -> Conversion:
    """Whose measure it is, whether it has to be undone when she moves out, and what it does to the rent."""
    _not_ahead(on, now)
    _not_before(on, conversion.permission_on, _("Die Vereinbarung kann nicht vor der Erlaubnis gewesen sein."))
    values = {"builder": builder, "restores": restores, "agreed_on": on, "rent_cents": rent_cents}
    return note(conversion, state=S.AGREEMENT, by=by, now=now, **values)


def plan_works(
    conversion: Conversion,
    *,
    firm: str,
    starts_on: dt.date,
    ends_on: dt.date,
    interim: str,
    by: User,
    now: dt.datetime,
    neighbours_on: dt.date | None = None,
) -> Conversion:
    """Who builds, from when until when, where she lives meanwhile, and since when the neighbours know."""
    _not_before(ends_on, starts_on, _("Der letzte Tag liegt vor dem ersten."))
    _not_before(starts_on, conversion.agreed_on, _("Der Umbau kann nicht vor der Vereinbarung anfangen."))
    _not_ahead(neighbours_on, now)
    values = {"firm": firm.strip(), "starts_on": starts_on, "ends_on": ends_on, "interim": interim}
    return note(conversion, state=S.WORKS, by=by, now=now, neighbours_on=neighbours_on, **values)


def order(conversion: Conversion, *, on: dt.date, by: User, now: dt.datetime) -> Conversion:
    """The work is ordered: never before every application is decided and every euro is covered (domain 7, step 6).

    Raises `GateShut`, `WrongStep`, `WrongDay`.
    """
    _not_ahead(on, now)
    with transaction.atomic():
        row = _locked(conversion, S.WORKS)
        facts = facts_of(row, today=clock.local(now).date())
        for need in (DECIDED, COVERED):
            if not need.is_met(facts):
                raise GateShut(str(need.missing))
        decided = [one.decided_on for one in facts.shares if one.decided_on]
        if decided and on < max(decided):
            raise WrongDay(_("Der Auftrag kann nicht vor der Bewilligung liegen."))
        return _write(row, ordered_on=on)


def accept(conversion: Conversion, *, on: dt.date, is_explained: bool, by: User, now: dt.datetime) -> Conversion:
    """The work was looked at together. Defects are written down apart."""
    _not_ahead(on, now)
    _not_before(on, conversion.starts_on, _("Die Abnahme kann nicht vor dem Umbau gewesen sein."))
    return note(conversion, state=S.ACCEPTANCE, by=by, now=now, accepted_on=on, is_explained=is_explained)


def note_invoice(
    conversion: Conversion, *, cents: int, on: dt.date, by: User, now: dt.datetime, paid_on: dt.date | None = None
) -> Conversion:
    """What it cost in the end; the shares may not be more. Raises `NoSuchSum`, `WrongDay`."""
    _not_ahead(on, now)
    _not_ahead(paid_on, now)
    _not_before(on, conversion.ordered_on, _("Die Rechnung kann nicht vor dem Auftrag liegen."))
    _not_before(paid_on, on, _("Bezahlt wird nach der Rechnung."))
    with transaction.atomic():
        row = _locked(conversion, S.ACCEPTANCE)
        if cents < max(1, row.covered_cents):
            raise NoSuchSum(
                _("Die Rechnung ist kleiner als das, was zusammen gezahlt wird. Bitte kürzen Sie zuerst einen Anteil.")
            )
        return _write(row, invoice_cents=cents, cost_cents=cents, invoice_on=on, paid_on=paid_on)


def choose_target(conversion: Conversion, *, target: Flat, by: User, now: dt.datetime) -> Conversion:
    """The flat she might move to. Raises `WrongDay` where it is not free."""
    if target.available_from is None or target.pk == conversion.flat_id:
        raise NoSuchThing(_("Diese Wohnung ist nicht als frei eingetragen."))
    return note(conversion, state=S.MOVING, by=by, now=now, target=target)


def note_move(conversion: Conversion, *, on: dt.date, by: User, now: dt.datetime) -> Conversion:
    """She lives there now: the flat is no longer free."""
    _not_ahead(on, now)
    with transaction.atomic():
        row = _locked(conversion, S.MOVING)
        if row.target_id is None:
            raise GateShut(_("Noch ist keine passende Wohnung ausgesucht."))
        Flat.objects.filter(pk=row.target_id).update(available_from=None)
        return _write(row, moved_on=on)


def convert_after_all(conversion: Conversion, *, by: User, now: dt.datetime) -> Conversion:
    """No flat was found to move to: the house is looked at once more."""
    with transaction.atomic():
        row = _locked(conversion, S.MOVING)
        _write(row, decision="", decided_on=None, target=None)
        return move(row, S.CHECK, by=by, now=now)
