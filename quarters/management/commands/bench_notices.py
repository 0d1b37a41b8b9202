"""`manage.py bench_notices`: how long each kind of notice takes to be set. Exits with 1 when one takes longer than 300 ms."""

import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from piano.kit.printing import Notice, set_notice
from quarters.points.notices import event_notice, wanted_notice

AT_MOST_MS, TIMES = 300, 20
WEEK = [("Montag bis Donnerstag", "9 bis 12 Uhr und 14 bis 17 Uhr"), ("Freitag", "9 bis 13 Uhr"), ("Samstag", "zu")]


class Command(BaseCommand):
    help = "Misst, wie lange ein Aushang braucht: Woche, Termin, Ehrenamtliche gesucht."

    def handle(self, *args: Any, **options: Any) -> None:
        kinds: dict[str, Callable[[], Notice]] = {"Woche": _week, "Termin": _event, "Ehrenamtliche": _wanted}
        slow = [name for name, make in kinds.items() if self._measure(name, make) > AT_MOST_MS]
        if slow:
            raise SystemExit(1)

    def _measure(self, name: str, make: Callable[[], Notice]) -> float:
        """The slowest but one of a few runs, in milliseconds; the first of a process reads the fonts and is told apart."""
        with translation.override("de"):
            first, *runs = [_milliseconds(make) for _ in range(TIMES + 1)]
        later = sorted(runs)
        self.stdout.write(f"{name:<14} zuerst {first:4.0f} ms, danach {later[TIMES // 2]:4.0f} bis {later[-2]:4.0f} ms")
        return later[-2]


def _milliseconds(make: Callable[[], Notice]) -> float:
    began = time.perf_counter()
    set_notice(make())
    return (time.perf_counter() - began) * 1000


def _week() -> Notice:
    link = "https://piano.example/treffpunkte/treff-am-rothenberg/"
    words = ["Donnerstag, 24. Dezember: zu (Heiligabend)", "Wir sprechen: Deutsch, Türkisch, Arabisch"]
    contact = ["Rothenbergstraße 1, 34127 Kassel", "Haltestelle: Rothenberg, Bus 27"]
    strip = ("Treff am Rothenberg", "0561 880088")
    return Notice(
        "Treff am Rothenberg", "Kommen Sie vorbei", "Kaffee und Rat.", WEEK, words, contact, strip[1], link, strip
    )


def _event() -> Notice:
    rows = [("Kosten", "3 Euro, mit Kassel-Karte 1,50 Euro"), ("Für", "alle ab 60"), ("Sprachen", "Deutsch, Türkisch")]
    link = "https://piano.example/termine/K4MN7P/"
    when = "Dienstag, 1. Dezember, 12:00 bis 14:00 Uhr"
    return event_notice(title="Gemeinsam kochen", when=when, where="Treff am Rothenberg", rows=rows, link=link)


def _wanted() -> Notice:
    return wanted_notice(quarter="Rothenditmold", kind="Begleitung zum Arzt", phone="+49561880088")
