"""What can be changed in a flat, with the figures of DIN 18040-2 for both standards: data of `quarters/data/homes` (domain 7)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quarters.conversions.measure_words import ROOMS
from quarters.models import Standard

FILE = Path(__file__).parent.parent / "data" / "homes" / "measures.csv"
EDITION = "DIN 18040-2:2011-09"
FEATURES = {
    "step_free_shower": _("Dusche auf Bodenhöhe"),
    "grab_rails": _("Haltegriffe"),
    "raised_wc": _("höheres WC"),
    "shower_seat": _("Sitz in der Dusche"),
    "wide_doors": _("breite Türen"),
    "wide_entrance": _("breite Wohnungstür"),
    "no_thresholds": _("keine Schwellen"),
    "room_to_turn": _("Platz zum Drehen"),
    "ramp": _("Rampe"),
    "handrails": _("Handläufe auf beiden Seiten"),
    "stair_lift": _("Treppenlift"),
    "lift": _("Aufzug"),
    "reachable_switches": _("Schalter in Reichweite"),
    "good_light": _("gutes Licht und Kontrast"),
    "intercom": _("Sprechanlage mit Bild"),
    "alarm": _("Anschluss für Hausnotruf"),
    "stove_guard": _("Herdwächter"),
}


@dataclass(frozen=True)
class Measure:
    """As the file has it: `plain` and `wheelchair` are the figures in words; `feature` is what the flat has afterwards."""

    code: str
    room: str
    name: str
    plain: str
    wheelchair: str
    feature: str

    @property
    def said(self) -> str:
        """Its name in the language that is active."""
        return gettext(self.name)

    def figures(self, standard: str) -> str:
        """In the language that is active."""
        return gettext(self.wheelchair if standard == Standard.WHEELCHAIR else self.plain)

    @property
    def room_label(self) -> str:
        return str(ROOMS[self.room])


@cache
def measures() -> dict[str, Measure]:
    """By code, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Measure(**row) for row in csv.DictReader(file, delimiter=";")}


def feature_label(code: str) -> str:
    """What stands in the register of the flat, in words."""
    return str(FEATURES.get(code, code))
