"""One invented concept, kept for a year: goals, measures in every state, a number that grows, partners, a meeting, a version."""

import datetime as dt
from typing import Any

from piano.kit import clock
from quarters.concepts import keeping
from quarters.concepts.paper import said
from quarters.concepts.reading import show
from quarters.models import Concept, ConceptMeeting, District, Goal, Indicator, Partner

DAY = dt.timedelta(days=1)
SUMMARY = (
    "Niemand soll hier jeden Tag allein essen. Alle sollen bis vor die Tür kommen, auch mit Rollator.\n"
    "Dafür kochen wir zusammen, stellen Bänke auf und reden mit der KVG über die Haltestelle. (Beispiel, erfunden)"
)
SITUATION = (
    "Im Stadtteil leben viele Menschen über 75 allein. Der Treffpunkt ist an drei Tagen offen.\n"
    "Bis zur nächsten Bank sind es von der Siedlung 600 Meter."
)
TABLE = (12, 15, 14, 19, 23, 26)
MINUTES = (
    "Der Mittagstisch läuft, an zwei Tagen reichen die Plätze nicht. Die Kirchengemeinde bietet ihren Saal an.\n"
    "Bänke: Die Stadt hat zwei Standorte zugesagt, die dritte prüft sie noch.\nNächstes Treffen in drei Monaten."
)


def write_concept(district: District, *, now: dt.datetime) -> Concept:
    """By the same verbs as a real one."""
    today = clock.local(now).date()
    concept = keeping.begin_concept(district, now=now)
    keeping.note_words(concept, summary=SUMMARY, situation=SITUATION, now=now)
    eating = _goal(concept, "Niemand isst jeden Tag allein", 1, now)
    outside = _goal(concept, "Alle kommen vor die Tür", 2, now)
    _measure(
        concept,
        eating,
        "Mittagstisch an drei Tagen",
        "Treffpunkt",
        today - 300 * DAY,
        today - 120 * DAY,
        now,
        done=True,
    )
    late = _measure(concept, eating, "Fahrdienst zum Mittagstisch", "Verein", today - 90 * DAY, today - 30 * DAY, now)
    fields = {name: getattr(late, name) for name in ("goal", "title", "responsible", "starts_on")}
    keeping.note_measure(concept, row=late, **fields, due_on=today - 5 * DAY, why="Der Bus kam später.", now=now)
    _measure(
        concept, outside, "Drei Bänke auf dem Weg zum Markt", "Stadt Kassel", today - 60 * DAY, today + 90 * DAY, now
    )
    _measure(concept, outside, "Haltestelle stufenlos", "KVG", today + 60 * DAY, today + 400 * DAY, now)
    guests = keeping.note_part(
        Indicator, concept, now=now, goal=eating, name="Gäste am Mittagstisch je Woche", unit="Menschen", target=30,
        target_on=today + 150 * DAY,
    )  # fmt: skip
    for number, value in enumerate(TABLE):
        on = today - (len(TABLE) - number) * 50 * DAY
        keeping.note_reading(guests, on=on, value=value, source="Strichliste im Treffpunkt", now=now)
    keeping.note_part(Partner, concept, now=now, name="Kirchengemeinde (Beispiel)", brings="Saal und Küche")
    keeping.note_part(Partner, concept, now=now, name="Grundschule (Beispiel)", brings="Kinder lesen vor")
    keeping.note_part(
        ConceptMeeting, concept, now=now, on=today - 21 * DAY, where="im Treffpunkt", minutes=MINUTES,
        present="Treffpunkt, Verein, Kirchengemeinde, Stadt",
    )  # fmt: skip
    keeping.hold_version(concept, blocks=said(show(concept, on=today)), now=now)
    return concept


def _goal(concept: Concept, title: str, position: int, now: dt.datetime) -> Any:
    return keeping.note_part(Goal, concept, now=now, title=title, position=position, words="")


def _measure(
    concept: Concept,
    goal: Any,
    title: str,
    who: str,
    start: dt.date,
    due: dt.date,
    now: dt.datetime,
    *,
    done: bool = False,
) -> Any:
    fields = {"goal": goal, "title": title, "responsible": who, "starts_on": start, "due_on": due}
    return keeping.note_measure(concept, **fields, done_on=due if done else None, now=now)
