"""What the levels A to D ask of volunteers: rows, dated, of every federal state or of one; each level includes those before it.

On a day on which a level has no row of its own nobody may be sent to what needs it: an empty table is no permission. P is nobody
of ours. The same in bulk: `requests.matching.allowing`; a test holds the two together.
"""

import datetime as dt
from dataclasses import dataclass

from piano.kit.dated import holds_on
from quarters.models import Level
from volunteers.models import LevelRule

LAY = (Level.A, Level.B, Level.C, Level.D)


@dataclass(frozen=True)
class Levels:
    """One day's rows: level, federal state ("" is every one), kind of evidence."""

    rows: tuple[tuple[str, str, str], ...]

    @staticmethod
    def load(*, on: dt.date) -> "Levels":
        """One query."""
        return Levels(tuple(LevelRule.objects.filter(holds_on(on)).values_list("level", "state", "kind")))

    def of(self, level: str, *, state: str) -> frozenset[str] | None:
        """The kinds that this level asks for in this state; None where nobody may."""
        mine = [(one, kind) for one, where, kind in self.rows if where in ("", state)]
        if level not in LAY or not any(one == level for one, _kind in mine):
            return None
        return frozenset(kind for one, kind in mine if one <= level)
