"""What is wrong with a policy, in sentences for whoever edits it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quarters.models import Urgency
from requests.policies.plain import ON_CALL, VOLUNTEERS, Plan, Unit, Who

MOST_STEPS, MOST_AT_ONCE, MOST_TIMES = 8, 10, 10
AFTER_HELPER = (*ON_CALL, Who.TREE)


@dataclass(frozen=True)
class Problem:
    """`place` is the step from 0 on; None where it is about the whole."""

    place: int | None
    words: str


def problems_of(plan: Plan, *, urgency: str, for_professionals: bool) -> list[Problem]:
    """All of them, so that nobody has to look for the next one after each try."""
    is_pressing = urgency == Urgency.URGENT or for_professionals
    return [
        *_no_end(plan),
        *_wrong_order(plan),
        *_without_time(plan),
        *_wrong_people(plan, is_pressing=is_pressing, for_professionals=for_professionals),
        *(_too_slow(plan) if urgency == Urgency.URGENT else ()),
    ]


def hints_of(plan: Plan, *, urgency: str) -> list[str]:
    """What is allowed and should be known."""
    if urgency != Urgency.URGENT and any(step.who == Who.PHONE for step in plan.steps):
        return [_("Jede Person, die wir anrufen, ist ein Anruf mehr auf der Anrufliste des Treffpunkts.")]
    return []


def _no_end(plan: Plan) -> Iterator[Problem]:
    if not any(step.who == Who.HELPER for step in plan.steps):
        yield Problem(
            None, _("Die Suche hat kein Ende. Am Schluss entscheidet die Helferin: Bitte wählen Sie diesen Schritt.")
        )


def _wrong_order(plan: Plan) -> Iterator[Problem]:
    helper = next((place for place, step in enumerate(plan.steps) if step.who == Who.HELPER), None)
    for place, step in enumerate(plan.steps):
        is_after = helper is not None and place > helper
        if is_after and step.who == Who.HELPER:
            yield Problem(
                place, _("Der Treffpunkt entscheidet nur einmal. Bitte nehmen Sie einen der beiden Schritte heraus.")
            )
        elif is_after and step.who not in AFTER_HELPER:
            yield Problem(
                place,
                _("Nach dem Treffpunkt fragen wir von selbst keine Ehrenamtlichen mehr. Bitte weiter nach oben."),
            )
        elif is_after and helper is not None and not plan.steps[helper].amount:
            yield Problem(
                helper,
                _(
                    "Nach dem Treffpunkt geht es erst weiter, wenn feststeht, wie viele Minuten er hat. Bitte tragen Sie sie ein."
                ),
            )
        elif helper is not None and not is_after and step.who == Who.TREE:
            yield Problem(place, _("Die Telefonkette kommt nach dem Treffpunkt. Bitte weiter nach unten."))


def _without_time(plan: Plan) -> Iterator[Problem]:
    for place, step in enumerate(plan.steps):
        if step.who != Who.HELPER and not step.amount:
            yield Problem(place, _("Dieser Schritt hat kein Ende: Bitte tragen Sie ein, wie lange wir warten."))
        if step.who in (Who.HELPER, Who.TREE) and step.amount and step.unit != Unit.MINUTES:
            yield Problem(place, _("Hier zählen Minuten zu jeder Stunde."))


def _wrong_people(plan: Plan, *, is_pressing: bool, for_professionals: bool) -> Iterator[Problem]:
    for place, step in enumerate(plan.steps):
        if for_professionals and step.who in VOLUNTEERS:
            yield Problem(place, _("Das dürfen nur Fachleute. Ehrenamtliche fragen wir dafür nicht."))
        if not is_pressing and step.who in AFTER_HELPER:
            yield Problem(
                place,
                _("Nur Dringendes und Aufgaben für Fachleute gehen von selbst weiter. Hier entscheidet die Helferin."),
            )


def _too_slow(plan: Plan) -> Iterator[Problem]:
    for place, step in enumerate(plan.steps):
        if step.who == Who.PHONE:
            yield Problem(
                place,
                _("Dringend: Nacheinander anrufen dauert zu lange. Der Treffpunkt kann jederzeit selbst anrufen."),
            )
        elif step.unit != Unit.MINUTES:
            yield Problem(place, _("Dringend: Bitte in Minuten, zu jeder Stunde gezählt."))
        if step.who == Who.HELPER and not step.amount:
            yield Problem(
                place,
                _("Dringendes muss jemand bestätigen: Bitte tragen Sie ein, nach wie vielen Minuten es weitergeht."),
            )
