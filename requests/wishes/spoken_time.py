"""A time as people say it on the phone: „Do 5.11. vormittags“, „morgen 10:30“. Pure; nothing that is not said is guessed."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from requests.errors import WindowIsOver
from requests.wishes.wish_time import Part, When

WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
WEEKDAY = re.compile(
    r"\b(?:(mo|di|mi|do|fr|sa)\b|(so)\.|(?=(mo|di|mi|do|fr|sa|so))"
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)(?:abend|nachmittag|vormittag)?\b)"
)
DATE = re.compile(r"\b(\d{1,2})\. ?(\d{1,2})\.(?: ?(20\d\d)\b|(\d\d)\b(?![:.]))?")
MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
NAMED_DATE = re.compile(rf"\b(\d{{1,2}})\. ?({'|'.join(MONTHS)})\w*\.?(?: (20\d\d)\b)?()")
TIME = re.compile(
    r"\b(\d{1,2})[:.](\d{2})\b(?!\.\d?)|\b(\d{1,2}) ?(?:[-–] ?\d{1,2} ?)?uhr\b|\bum (\d{1,2})\b(?![:.]\d\d)"
)
HOUR_WORDS = ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
SPOKEN_HOUR = re.compile(
    rf"\b(?P<how>halb|viertel vor|viertel nach|dreiviertel|um|gegen|kurz vor|kurz nach) (?P<hour>ein|{'|'.join(HOUR_WORDS)}|\d{{1,2}})\b"
    rf"|\b(?P<only>ein|{'|'.join(HOUR_WORDS)}) uhr\b|\b(?P<vague>mittags?|morgens|früh|abends|nachts|vormittags?|nachmittags?)\b"
)
HOW_MINUTES = {"halb": -30, "viertel vor": -15, "viertel nach": 15, "dreiviertel": -15}
BY_DAY = 7  # „um drei“ is said of the afternoon
REGULAR = re.compile(
    r"\b(täglich|tägl|wöchentlich|regelmäßig|jede[nrs]?|(werk|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)s"
    r"|werktags|(ein|zwei|drei)mal die woche)\b"
)
MORNING, AFTERNOON = re.compile(r"vormittag|\bfrüh|\bmorgens\b"), re.compile(r"nachmittag|abend")
SPAN = re.compile(r"\b(\d{1,2}) ?(?:[-–]|bis) ?(\d{1,2}) ?uhr\b")
VAGUE = re.compile(r"\b(mittags?|gegen|kurz (vor|nach)|ab|ca|nach de[mr]|vor de[mr]|am liebsten|außer|nicht)\b")
MORE = re.compile(rf"{REGULAR.pattern}|\b(bis ca|wochen|tage)\b")  # said besides a date: it is not only this day
DEADLINE = re.compile(r"\b(frist|spätestens|bis zum)\b")
PHRASES = (
    ("übermorgen", 2),
    ("morgen", 1),
    ("heute", 0),
    ("jetzt", 0),
    ("sofort", 0),
)
HALF_YEAR = 180


@dataclass(frozen=True)
class Spoken:
    """What was understood, in the terms of `wish_time`.

    `minutes` is the length of a span, 0 when none was said; `is_part` when more was said than one day, so that the
    person's own words must stay beside it.
    """

    when: str
    day: dt.date | None = None
    part: str = Part.ANY
    time: dt.time | None = None
    deadline: dt.date | None = None
    minutes: int = 0
    is_part: bool = False


def read_spoken_time(text: str, *, today: dt.date) -> Spoken | None:
    """None when no day was said. Raises `WindowIsOver` for a day or an hour that does not exist."""
    said = " ".join(text.lower().replace("sonnabend", "samstag").split())
    date, rest = _date(said, today)
    time = hour_in(rest)
    part = Part.EXACT if time else part_in(rest)
    if date and DEADLINE.search(said):
        return Spoken(When.SOON, deadline=date)
    if date:
        is_part = len(DATE.findall(said)) > 1 or bool(MORE.search(said) or VAGUE.search(said))
        return Spoken(When.DAY, date, part, time, minutes=span_in(rest), is_part=is_part)
    if REGULAR.search(said):
        return Spoken(When.REGULAR, part=part_in(said))
    return _without_date(said, today, part, time)


def _without_date(said: str, today: dt.date, part: str, time: dt.time | None) -> Spoken | None:
    is_part = bool(VAGUE.search(said))
    for words, when in (("nächste woche", When.NEXT_WEEK), ("diese woche", When.THIS_WEEK)):
        if re.search(words, said.replace("kommende", "nächste")):
            return Spoken(when, part=part_in(said))
    for word, ahead in PHRASES:
        if re.search(rf"\b{word}\b", said):
            when = (When.TODAY, When.TOMORROW, When.DAY)[ahead]
            day = today + dt.timedelta(days=2) if when == When.DAY else None
            return Spoken(when, day, part, time, minutes=span_in(said), is_part=is_part)
    weekdays = [next(filter(None, found)) for found in WEEKDAY.findall(said)]
    if len(weekdays) > 1:
        return Spoken(When.REGULAR, part=part_in(said))
    if weekdays:
        ahead = (WEEKDAYS.index(weekdays[0]) - today.weekday()) % 7
        return Spoken(When.DAY, today + dt.timedelta(days=ahead), part, time, minutes=span_in(said), is_part=is_part)
    if re.search(r"\b(egal|bald|tage)\b", said):
        return Spoken(When.SOON, part=part_in(said))
    return None


def _date(said: str, today: dt.date) -> tuple[dt.date | None, str]:
    """The first date, and the text without it. A date without a year is the nearest one."""
    found = DATE.search(said) or NAMED_DATE.search(said)
    if not found:
        return None, said
    day, month = found[1], found[2]
    year = found[3] or (f"20{found[4]}" if found[4] else "")
    number = int(month) if month.isdigit() else MONTHS.index(month) + 1
    rest = DATE.sub(" ", said[: found.start()] + " " + said[found.end() :])
    try:
        if year:
            return dt.date(int(year), number, int(day)), rest
        date = dt.date(today.year, number, int(day))
    except ValueError as error:
        raise WindowIsOver(str(_("Diesen Tag gibt es nicht: %(day)s") % {"day": found[0].strip()})) from error
    return (date.replace(year=today.year + 1) if (today - date).days > HALF_YEAR else date), rest


def hour_in(said: str) -> dt.time | None:
    found = TIME.search(said)
    if not found or found[4]:
        return _spoken_hour(said)
    hour, minute = int(found[1] or found[3]), int(found[2] or 0)
    try:
        return dt.time(0 if hour == 24 else hour, minute)
    except ValueError as error:
        raise WindowIsOver(str(_("Diese Uhrzeit gibt es nicht: %(time)s") % {"time": found[0].strip()})) from error


def _spoken_hour(said: str) -> dt.time | None:
    """„halb drei“ is 14:30, „viertel nach neun“ 9:15. Who says „um drei“ means the day, unless the night is said too."""
    found = next((hour for hour in SPOKEN_HOUR.finditer(said) if not hour["vague"]), None)
    if found is None:
        return None
    word = found["hour"] or found["only"]
    hour = int(word) if word.isdigit() else HOUR_WORDS.index("eins" if word == "ein" else word) + 1
    if hour > 24:
        raise WindowIsOver(str(_("Diese Uhrzeit gibt es nicht: %(time)s") % {"time": found[0].strip()}))
    is_night = re.search(r"\bnachts|\bfrüh|\bmorgens\b", said)
    is_later = hour < BY_DAY or (hour < 12 and "abend" in said)
    minutes = (hour + 12 * (is_later and not is_night)) * 60 + HOW_MINUTES.get(found["how"], 0)
    return dt.time(minutes // 60 % 24, minutes % 60)


def span_in(said: str) -> int:
    """180 of „13–16 Uhr“."""
    span = SPAN.search(said)
    return max(0, int(span[2]) - int(span[1])) * 60 if span else 0


def part_in(said: str) -> str:
    if MORNING.search(said):
        return Part.MORNING
    return Part.AFTERNOON if AFTERNOON.search(said) else Part.ANY
