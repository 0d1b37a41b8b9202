"""People with whom one talks otherwise, taken in by web, phone and paper, and a wish in Turkish: so that pages have it to say."""

import datetime as dt
from typing import Any

from piano.kit import clock
from quarters.models import Category, Resident, User
from quarters.people.residents import agree_to_help
from quarters.people.talking import note_talking
from requests.models import Source
from requests.wishes.intake import Wish, take_request
from requests.wishes.phrases import as_kept
from volunteers.models import Evidence, EvidenceKind

WRITES, HEARS_BADLY, EASY, SPEAKS = 12, 13, 14, "tr"
WORDS = "Ekmek, süt ve beş kilo patates. Asansör çalışmıyor."
HINTS = "Kapıyı yavaş açıyorum, lütfen bekleyin."
ENDS_IN = dt.timedelta(days=27)


def write_talking(residents: list[Resident], *, helper: User, now: dt.datetime) -> None:
    """The same people each time; what is there already stays as it is."""
    near = [resident for resident in residents if resident.district_id in helper.district_ids] or residents
    shop = Category.objects.get(code="shop")
    for resident in near[WRITES : WRITES + 1]:
        note_talking(resident.user, only_writes=True, uses_signs=True)
        _ask(resident, shop, "Einkauf: Brot, Milch, Äpfel", now=now)
    for resident in near[HEARS_BADLY : HEARS_BADLY + 1]:
        note_talking(resident.user, speak_loudly=True)
        _ask(resident, shop, "Zwei Kästen Wasser", now=now, phrases=as_kept(["walker", "heavy"]))
    for resident in near[EASY : EASY + 1]:
        note_talking(resident.user, easy_language=True)
        _ask(resident, shop, "Brot und Obst", source=Source.PAPER, now=now, phrases=as_kept(["sight", "list", "pet"]))
    for resident in [one for one in near if one.user.language == SPEAKS][:1]:
        _ask(
            resident, shop, WORDS, now=now, hints=HINTS, phrases=as_kept(["stairs", "door", "heavy"]), written_in=SPEAKS
        )
    papers = Evidence.objects.filter(volunteer__user__is_demo=True, kind=EvidenceKind.TRAINING, valid_until=None)
    for row in papers.order_by("pk")[:1]:
        row.valid_until = clock.today() + ENDS_IN
        row.save(update_fields=["valid_until"])


def _ask(
    resident: Resident, category: Category, words: str, *, now: dt.datetime, source: str = "", **more: Any
) -> None:
    """In three days, in the morning; whoever comes may know what is good to know."""
    day = clock.local(now).date() + dt.timedelta(days=3)
    start, end = clock.at(day, dt.time(10)), clock.at(day, dt.time(13))
    wish = Wish(
        category=category,
        window=(start, end),
        minutes=category.minutes_from,
        words=words,
        wish_time=f"{clock.say_day(start)}, {clock.say_hours(start, end)}",
        **more,
    )
    by = resident.user if resident.user.email else None
    source = source or (Source.WEB if by else Source.PHONE)
    agree_to_help(resident.user, tells_hints=bool(wish.phrases), now=now)
    take_request(resident=resident, wish=wish, source=source, by=by, now=now)
