"""What a policy is: steps in an order, as plain values. The same shape is kept in the table and on the running visit. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import TextChoices


class Who(TextChoices):
    """Whom a step asks."""

    FAMILIAR = "familiar", "die vertraute Person allein"
    WRITING = "writing", "Ehrenamtliche, die schriftlich gefragt werden"
    PHONE = "phone", "Ehrenamtliche, die wir anrufen, nacheinander"
    DUTY = "duty", "wer Bereitschaft hat"
    DEPUTY = "deputy", "die Vertretung der Bereitschaft"
    HELPER = "helper", "die Helferin entscheidet"
    TREE = "tree", "die Telefonkette, nacheinander"


class Unit(TextChoices):
    """How the time to answer is counted."""

    MINUTES = "minutes", "Minuten, zu jeder Stunde"
    DAY_MINUTES = "day_minutes", "Minuten, gezählt von 8 bis 20 Uhr"
    NOON = "noon", "bis 12 Uhr, so viele Tage später"


class AtNight(TextChoices):
    """What a step does between 20 and 8 Uhr."""

    MORNING = "morning", "sie lesen es am Morgen"
    SKIP = "skip", "wird nachts ausgelassen"
    ASK = "ask", "wird auch nachts gefragt"


VOLUNTEERS = (Who.FAMILIAR, Who.WRITING, Who.PHONE)
ON_CALL = (Who.DUTY, Who.DEPUTY)
ALONE = (Who.FAMILIAR, Who.PHONE, Who.DUTY, Who.DEPUTY, Who.HELPER, Who.TREE)  # one at a time


@dataclass(frozen=True)
class Step:
    """`at_once` people are asked together, `times` times at most; `amount` is in the unit. A helper's amount is the time
    in which an urgent decision has to be acknowledged; 0 means that it stays with her.
    """

    who: str
    at_once: int = 1
    times: int = 1
    unit: str = Unit.NOON
    amount: int = 1
    at_night: str = AtNight.MORNING

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Step":
        known = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        return cls(**known)

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Plan:
    """One policy. `alert_hours`: so long before departure named people hear that nobody is found; 0: never.
    `needed_days`: after so many days somebody is asked whether it is still needed; 0: never.

    Whoever has duty is rung up `rings` times by a machine (0: never), `ring_minutes` apart; `unheard_minutes` after a ring of
    which the provider says that nobody heard it.
    """

    steps: tuple[Step, ...]
    alert_hours: int = 0
    needed_days: int = 0
    rings: int = 4
    ring_minutes: int = 4
    unheard_minutes: int = 1

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Plan":
        """A copy from before a number was there has its usual one."""
        steps = tuple(Step.from_json(step) for step in kept["steps"])
        return cls(steps, **{name: int(kept[name]) for name in NUMBERS if name in kept})

    def as_json(self) -> dict[str, Any]:
        return {"steps": [step.as_json() for step in self.steps], **self.numbers}

    @property
    def numbers(self) -> dict[str, int]:
        """Everything besides the steps."""
        return {name: getattr(self, name) for name in NUMBERS}


NUMBERS = tuple(name for name in Plan.__dataclass_fields__ if name != "steps")


@dataclass(frozen=True)
class Snapshot:
    """The plan of one running search, as it was when the search began, and how far it has come.

    `at` is the place of the step that was asked last, -1 before the first; `times` how often it was asked. `turns` is how often
    a decision came back because nothing came of it.
    """

    plan: Plan
    urgency: str
    at: int = -1
    times: int = 0
    turns: int = 0

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Snapshot":
        stands = (int(kept["at"]), int(kept["times"]), int(kept.get("turns", 0)))
        return cls(Plan.from_json(kept), str(kept["urgency"]), *stands)

    def as_json(self) -> dict[str, Any]:
        stands = {"at": self.at, "times": self.times, "turns": self.turns}
        return {**self.plan.as_json(), "urgency": self.urgency, **stands}

    @property
    def step(self) -> Step | None:
        """The step that was asked last."""
        return self.plan.steps[self.at] if 0 <= self.at < len(self.plan.steps) else None

    def place_of(self, who: str) -> int | None:
        """Where a step of this kind stands first."""
        return next((place for place, step in enumerate(self.plan.steps) if step.who == who), None)

    def back_at(self, place: int) -> "Snapshot":
        """Once more from this place on: nothing came of it."""
        return replace(self, at=place, times=1, turns=self.turns + 1)

    def moved_to(self, place: int) -> "Snapshot":
        """After one more asking at this place."""
        return replace(self, at=place, times=self.times + 1 if place == self.at else 1)
