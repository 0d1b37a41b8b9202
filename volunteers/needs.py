"""What volunteers have to have shown for each kind of help, in words of kinds. The same rule as `requests.matching.allowing`
judges in bulk; a test holds the two together.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from piano.kit.dated import holds_on
from quarters.models import Category, EvidenceKind, Who
from volunteers.levels import Levels
from volunteers.models import Qualification, Scope, Volunteer

OFFERED = (Who.LAY, Who.TRAINED)


@dataclass(frozen=True)
class Needs:
    """What associations offer and what states ask for on one day, read once for any number of people."""

    words: dict[tuple[int, int], str]
    asked: dict[tuple[str, int], set[str]]
    levels: Levels

    @staticmethod
    def load(associations: Iterable[int], *, on: dt.date) -> "Needs":
        """Three queries."""
        words = Scope.objects.filter(association__in=list(associations))
        rows = Qualification.objects.filter(holds_on(on))
        asked: dict[tuple[str, int], set[str]] = {}
        for state, category, kind in rows.values_list("state", "category", "kind"):
            asked.setdefault((state, category), set()).add(kind)
        said = {(one, kind): who for one, kind, who in words.values_list("association", "category", "who")}
        return Needs(said, asked, Levels.load(on=on))

    def of(self, volunteer: Volunteer, categories: Iterable[Category]) -> dict[Category, frozenset[str]]:
        """Of these kinds of help those that her association lets lay people do, each with the evidence it asks for.

        `volunteer.district` is read.
        """
        found, state = {}, volunteer.district.state
        for category in categories:
            who = self.words.get((volunteer.association_id, category.pk), category.who)
            of_level = self.levels.of(category.level, state=state)
            if of_level is not None and who in OFFERED:
                kinds = set(of_level) | self.asked.get((state, category.pk), set())
                kinds |= {EvidenceKind.LICENCE} if category.needs_licence else set()
                kinds |= {EvidenceKind.TRAINING} if who == Who.TRAINED else set()
                found[category] = frozenset(str(kind) for kind in kinds)
        return found
