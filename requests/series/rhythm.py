"""How often, as people say it: „jeden Dienstag um 10 Uhr“, „alle zwei Wochen freitags“. Pure; nothing that is not said is guessed."""

import datetime as dt
import re
from dataclasses import dataclass

from requests.errors import WindowIsOver
from requests.series.making import Plan, plan_from
from requests.series.rule import WEEKDAYS, WORKING_DAYS, Times, daily, monthly, weekly
from requests.wishes.spoken_time import hour_in, part_in, span_in
from requests.wishes.wish_time import HOURS, Part

NAMES = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
SHORT = ("mo", "di", "mi", "do", "fr", "sa", "so")
DAY = re.compile(
    rf"\b({'|'.join(NAMES)})(?:s|e|en)?(?:morgen|vormittag|mittag|nachmittag|abend)?s?\b|\b({'|'.join(SHORT)})\b\.?"
)
FORTNIGHT = re.compile(
    r"\b(alle (zwei|2) wochen|(14|vierzehn)[- ]?t[äa]gig|jede (zweite|2\.) woche|zweiw[öo]chentlich)\b"
)
NTH = {"erst": 1, "1.": 1, "zweit": 2, "2.": 2, "dritt": 3, "3.": 3, "viert": 4, "4.": 4, "letzt": -1}
IN_MONTH = re.compile(r"(erst|zweit|dritt|viert|letzt|[1-4]\.)(?:en|er)? ?(?=\w)")
MONTH = re.compile(r"\b(im|des|jeden|jedes|pro) monat|\bmonatlich\b")
SECOND = re.compile(r"\bjeden (zweiten|2\.) (?=\w)")
DAILY = re.compile(r"\b(t[äa]glich|jeden tag)\b")
WORKING = re.compile(r"\b(werktags|werktäglich|(montags?|mo)\.? ?(bis|-|–) ?(freitags?|fr))\b")
GERMAN = re.compile(
    r"\b(jede[nsr]?|alle|uhr|und|bis|vormittags?|nachmittags?|morgens|mittags|abends|immer|wochen?|monat)\b"
)
OTHER_WORD = re.compile(r"[^\W\d_]{2,}")
UNCLEAR = re.compile(
    r"\b(außer|nicht|oder|mal|einmal|zweimal|dreimal|abwechselnd|manchmal|ca|etwa|drei wochen|3 wochen|vier wochen|4 wochen)\b"
)


@dataclass(frozen=True)
class Rhythm:
    """A rule, and the time of day as far as it was said."""

    rule: str
    time: dt.time | None
    part: str
    span_minutes: int


def read_rhythm(text: str) -> Rhythm | None:
    """None when it says no rule that we know, or more than a rule: then a human asks."""
    said = " ".join(text.lower().replace("sonnabend", "samstag").split())
    rule = "" if UNCLEAR.search(said) else _rule(said)
    if not rule:
        return None
    rest = DAY.sub(" ", SECOND.sub(" ", IN_MONTH.sub(" ", FORTNIGHT.sub(" ", said))))
    try:
        return Rhythm(rule, hour_in(rest), part_in(said), span_in(rest))
    except WindowIsOver:
        return None


def times_of(rhythm: Rhythm, *, minutes: int, part: str = Part.ANY, way: dt.timedelta = dt.timedelta(0)) -> Times:
    """The wall times for a visit of `minutes`. Without an hour the part of the day counts; `way` is taken before an hour."""
    if rhythm.time is not None:
        starts = (dt.datetime.combine(dt.date.min + dt.timedelta(days=1), rhythm.time) - way).time()
        return Times(rhythm.rule, starts, max(minutes, rhythm.span_minutes), minutes)
    begins, ends = HOURS[Part(rhythm.part if rhythm.part in HOURS and rhythm.part != Part.ANY else part)]
    span = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    return Times(rhythm.rule, begins, max(span, minutes), minutes)


def plan_said(
    text: str,
    *,
    minutes: int,
    now: dt.datetime,
    part: str = Part.ANY,
    way: dt.timedelta = dt.timedelta(0),
) -> Plan | None:
    """A series as it was said, beginning with the next date that leaves time to find somebody; None when it was not understood."""
    rhythm = read_rhythm(text)
    return plan_from(times_of(rhythm, minutes=minutes, part=part, way=way), now=now) if rhythm else None


def _rule(said: str) -> str:
    days = _days(said)
    if MONTH.search(said):
        nth = IN_MONTH.search(said)
        return monthly(NTH[nth[1]], days[0]) if nth and len(days) == 1 else ""
    if WORKING.search(said):
        return weekly(*WORKING_DAYS)
    if days:
        return weekly(*days, every=2 if FORTNIGHT.search(said) or SECOND.search(said) else 1)
    return daily() if DAILY.search(said) and not FORTNIGHT.search(said) else ""


def _days(said: str) -> list[str]:
    """„Do“ and „Mi“ are days among German words only: English says „do“ and Turkish „mi“ for something else."""
    is_german = GERMAN.search(said) or not OTHER_WORD.search(DAY.sub(" ", said.replace("um", " ")))
    pairs = [(full, short) for full, short in DAY.findall(said) if full or is_german]
    found = [NAMES.index(full) if full else SHORT.index(short) for full, short in pairs]
    return [WEEKDAYS[number] for number in sorted(set(found))]
