"""Parts of a concept for tests, valid by default."""

import datetime as dt
from typing import Any

from piano.kit import clock
from quarters.concepts import keeping
from quarters.models import Concept, ConceptMeasure, District, Goal, Indicator

DAY = dt.timedelta(days=1)


def make_concept(district: District, now: dt.datetime, **words: str) -> Concept:
    concept = keeping.begin_concept(district, now=now)
    return keeping.note_words(concept, now=now, **{"summary": "Wir essen zusammen.", **words})


def make_goal(district: District, now: dt.datetime, **fields: Any) -> Any:
    return keeping.note_part(Goal, make_concept(district, now), now=now, **{"title": "Zusammen essen", **fields})


def make_measure(goal: Any, now: dt.datetime, **fields: Any) -> ConceptMeasure:
    today = clock.local(now).date()
    said = {"title": "Mittagstisch", "responsible": "Treff", "starts_on": today - 9 * DAY, "due_on": today + 9 * DAY}
    return keeping.note_measure(goal.concept, now=now, **{"goal": goal, **said, **fields})


def make_indicator(goal: Any, now: dt.datetime, **fields: Any) -> Any:
    said = {"goal": goal, "name": "Gäste", "unit": "Menschen", "target": 30, "target_on": clock.local(now).date()}
    return keeping.note_part(Indicator, goal.concept, now=now, **{**said, **fields})
