"""What is shown of something that went wrong: the steps with whom to call, when each was done, and how it may end. Reads only.

The telephone of a contact person is on the page of who stands at the door as long as the door stays shut, and no longer.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helpers.on_duty.on_call import responsible_at
from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.words import whom
from requests.mishaps.checklists import AT_THE_DOOR, OUTCOMES, STEPS
from requests.models import Outcome, StepKind, Trouble, TroubleKind, Visit


@dataclass(frozen=True)
class Line:
    """One step. `done` are the times at which it was done, in words; `phone` is dialled from the page."""

    kind: str
    label: str
    phone: str
    button: str
    done: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    trouble: Trouble
    title: str
    since: str
    lines: tuple[Line, ...]
    outcomes: tuple[tuple[str, str], ...]


def load_checklist(trouble: Trouble, *, now: dt.datetime, at_the_door: bool = False) -> Checklist:
    """Seven queries at most. `trouble` with its visit, request, resident and assignment's person."""
    done: dict[str, list[str]] = {}
    for step in trouble.steps.order_by("pk"):
        done.setdefault(step.kind, []).append(clock.say_time(step.at))
    lines = []
    for kind in STEPS[trouble.kind]:
        label, phone, button = _step(kind, trouble, now=now, at_the_door=at_the_door)
        if label:
            lines.append(Line(kind, label, phone, button, tuple(done.get(kind, ()))))
    allowed = AT_THE_DOOR if at_the_door else OUTCOMES[trouble.kind]
    outcomes = tuple((outcome.value, say_outcome(outcome)) for outcome in allowed)
    return Checklist(trouble, say_kind(trouble), clock.say_time(trouble.opened_at), tuple(lines), outcomes)


def _step(kind: str, trouble: Trouble, *, now: dt.datetime, at_the_door: bool) -> tuple[str, str, str]:
    """What to do, whom to dial, and what is said when it is done; all empty where there is nobody."""
    resident, person = trouble.visit.help_request.resident, trouble.assignment.person
    name = resident.user.addressed_name
    if kind == StepKind.RANG:
        return _("Noch einmal klingeln, etwas warten"), "", _("Geklingelt")
    if kind in (StepKind.PHONED, StepKind.TENANT) and resident.user.only_writes:
        return _("%(name)s schreiben, nicht anrufen") % {"name": whom(name)}, "", _("Geschrieben")
    if kind in (StepKind.PHONED, StepKind.TENANT):
        words = _("%(name)s anrufen") % {"name": whom(name)}
        return words, resident.user.phone, _("Angerufen")
    if kind == StepKind.CONTACT:
        if not resident.contact_phone:
            return "", "", ""
        return (
            _("Kontaktperson anrufen: %(name)s") % {"name": resident.contact_name},
            resident.contact_phone,
            _("Angerufen"),
        )
    if kind == StepKind.US:
        who, phone = _who_answers(trouble.visit, now) if at_the_door else (person.full_name, person.phone)
        return _("Anrufen: %(name)s") % {"name": who}, phone, _("Angerufen")
    if kind == StepKind.PERSON:
        return (
            _("%(name)s anrufen und fragen, ob alles gut ist") % {"name": person.full_name},
            person.phone,
            _("Angerufen"),
        )
    return _("Sie machen sich Sorgen? 112 anrufen. Lieber einmal zu oft."), "112", _("112 gerufen")


def _who_answers(visit: Visit, now: dt.datetime) -> tuple[str, str]:
    answers, house = responsible_at(visit.help_request.district, now), default_house()
    return answers.who or house.label, answers.phone or house.number


def say_kind(trouble: Trouble) -> str:
    name = trouble.visit.help_request.resident.user.addressed_name
    person = trouble.assignment.person.full_name
    if trouble.kind in (TroubleKind.NOBODY_CAME, TroubleKind.ONE_OF_TWO):
        name = whom(name)
    return {
        TroubleKind.DOOR: _("Niemand öffnet: %(name)s"),
        TroubleKind.NOBODY_CAME: _("Zu %(name)s ist niemand gekommen"),
        TroubleKind.CALLED_OFF: _("Kurz vorher abgesagt: %(person)s ist vielleicht unterwegs"),
        TroubleKind.GAVE_UP: _("Kurz vorher abgesagt: %(name)s wartet"),
        TroubleKind.ONE_OF_TWO: _("Es fehlt die zweite Person: Geht %(person)s allein zu %(name)s?"),
    }[TroubleKind(trouble.kind)] % {"name": name, "person": person}


def say_outcome(outcome: str) -> str:
    return {
        Outcome.OPENED: _("Die Tür geht auf, alles gut"),
        Outcome.ELSEWHERE: _("Nicht zu Hause, aber alles gut"),
        Outcome.HOSPITAL: _("Im Krankenhaus"),
        Outcome.EMERGENCY: _("112 ist da"),
        Outcome.CAME: _("Es war doch jemand da"),
        Outcome.TODAY: _("Es muss heute sein: jemand anderen suchen"),
        Outcome.OTHER_DAY: _("Ein anderer Tag geht auch"),
        Outcome.NOT_NEEDED: _("Es ist nicht mehr nötig"),
        Outcome.FOUND: _("Jemand anderes kommt"),
        Outcome.ALONE: _("Es geht auch zu einer"),
        Outcome.REACHED: _("Erreicht, weiß Bescheid"),
    }[Outcome(outcome)]
