"""A log book's lines become requests, referrals or errors; a line that was imported before is known again and stays as it was."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.contributions import give
from quarters.models import Category, ContributionKind, District, Resident, User
from quarters.people.people_search import district_of_street, split_name
from quarters.people.residents import register_resident
from quarters.people.written_address import read_address
from requests.errors import EmergencyWords, WindowIsOver
from requests.models import ImportedLine, ReferralKind, Source
from requests.paper.log_book import ERROR, Line, Verdict, helped_name, is_phone_understood, judge, phone_of
from requests.wishes.call_time import usual_urgency
from requests.wishes.intake import Caller, Wish, take_request
from requests.wishes.red_flags import EMERGENCY
from requests.wishes.referrals import refer_call
from requests.wishes.spoken_time import Spoken, read_spoken_time
from requests.wishes.wish_time import APPOINTMENTS, WAY, Part, When, read_wish_time

KINDS = {
    "emergency": ReferralKind.EMERGENCY,
    "landlord": ReferralKind.LANDLORD,
    "professional": ReferralKind.PROFESSIONAL,
}

WOULD_GIVE = re.compile(r"\bmithelfen\b|selbst (gern )?helfen\b|kann noch (gut|gern)\b", re.IGNORECASE)
KIN = frozenset(
    {"mutter", "vater", "oma", "opa", "tante", "onkel", "nachbarin", "nachbar", "sohn", "tochter", "ehefrau", "ehemann"}
)


@dataclass(frozen=True)
class Outcome:
    """What became of a line; `is_new` is False when it was imported before."""

    line: Line
    verdict: Verdict
    is_new: bool


def import_lines(lines: Iterable[Line], *, default: District, by: User | None, now: dt.datetime) -> list[Outcome]:
    """All lines in one transaction, in their order. `default` is the district of addresses that nobody knows."""
    with transaction.atomic():
        return [_import(line, default=default, by=by, now=now) for line in lines]


def _import(line: Line, *, default: District, by: User | None, now: dt.datetime) -> Outcome:
    """Each line in a savepoint: what cannot be taken becomes an error that names the field, and nothing of it stays."""
    known = ImportedLine.objects.filter(digest=line.digest).first()
    if known:
        return Outcome(line, Verdict(known.outcome, known.category), is_new=False)
    verdict = judge(line)
    try:
        with transaction.atomic():
            verdict = _take(line, verdict, default=default, by=by, now=now)
    except EmergencyWords:  # read in the words as they stand together: never an error
        verdict = _take(line, Verdict(EMERGENCY), default=default, by=by, now=now)
    except WindowIsOver:
        verdict = Verdict(ERROR, field="date")
    except DomainError:
        verdict = Verdict(ERROR, field="text")
    if verdict.outcome != ERROR:  # an error may be mended in the file and come again
        ImportedLine.objects.create(
            digest=line.digest, outcome=verdict.outcome, category=verdict.category, imported_at=now
        )
    return Outcome(line, verdict, is_new=True)


def _take(line: Line, verdict: Verdict, *, default: District, by: User | None, now: dt.datetime) -> Verdict:
    district = _district(line) or default
    if verdict.outcome in KINDS:
        refer_call(
            kind=KINDS[verdict.outcome],
            words=_referred_words(line),
            district=district,
            by=by,
            now=now,
            caller=_caller(line) if helped_name(line) else Caller(name=line.caller, phone=phone_of(line)),
        )
    elif verdict.outcome != ERROR:
        resident = _known(line) or _register(line, district, now=now)
        category = Category.objects.get(code=verdict.category)
        take_request(
            resident=resident, wish=_wish(line, category, now=now), source=Source.PAPER, by=by, now=now,
            caller=_caller(line) if helped_name(line) else None,
        )  # fmt: skip
        if WOULD_GIVE.search(_words(line)):
            give(
                kind=ContributionKind.GIFT,
                words=_words(line),
                district=district,
                person=None if helped_name(line) else resident.user,
                name=line.caller if helped_name(line) else "",
                phone=phone_of(line) if helped_name(line) else "",
                taken_by=by,
                now=now,
            )
    return verdict


def _district(line: Line) -> District | None:
    address = read_address(line.address)
    return district_of_street(address["street"], address["house_number"]) if address["street"] else None


def _caller(line: Line) -> Caller:
    relation, _, name = line.caller.partition(",")
    return Caller(name=(name or line.caller).strip(), phone=phone_of(line), relation=relation.strip() if name else "")


def _name(line: Line) -> dict[str, str]:
    """„Mutter Emine Yıldız“ and „Hr. Lehmann, 3. OG links“ as a name; the word of kinship stays out of it."""
    whole = (helped_name(line) or line.caller).partition(",")[0].partition("(")[0]
    first, _, rest = whole.partition(" ")
    return split_name(rest if rest and first.lower() in KIN else whole)


def _known(line: Line) -> Resident | None:
    """The same number and family name: the same person."""
    phone, name = phone_of(line), _name(line)
    if not phone or not name.get("family_name"):
        return None
    people = Resident.objects.filter(Q(user__phone=phone), user__family_name__iexact=name["family_name"])
    return people.select_related("user").first()


def _register(line: Line, district: District, *, now: dt.datetime) -> Resident:
    facts: dict[str, Any] = {**_name(line), **read_address(line.address), "phone": phone_of(line)}
    return register_resident(now=now, district=district, **facts)


def _wish(line: Line, category: Category, *, now: dt.datetime) -> Wish:
    """A time that is over or was not understood becomes the next days, in the words of the book."""
    spoken = _spoken(line, now=now) or Spoken(When.SOON)
    minutes = spoken.minutes or category.minutes_from
    way = WAY if category.code in APPOINTMENTS else dt.timedelta(0)
    try:
        time = read_wish_time(
            when=spoken.when, day=spoken.day, part=spoken.part, time=spoken.time, minutes=minutes, now=now, way=way
        )
    except WindowIsOver:
        time = read_wish_time(when=When.SOON, part=Part.ANY, minutes=minutes, now=now)
    return Wish(
        category=category,
        window=time.window,
        minutes=minutes,
        urgency=usual_urgency(category, spoken.when),
        words=_words(line),
        wish_time=line.when or time.words,
        deadline_on=spoken.deadline if spoken.deadline and spoken.deadline >= clock.local(now).date() else None,
    )


def _spoken(line: Line, *, now: dt.datetime) -> Spoken | None:
    try:
        return read_spoken_time(line.when, today=clock.local(now).date())
    except WindowIsOver:
        return None


def _words(line: Line) -> str:
    """Everything that the book says of it, also what was no field."""
    parts = (
        line.text,
        line.note,
        line.rest,
        helped_name(line) and f"für {helped_name(line)}",
        "" if is_phone_understood(line) else f"Telefon: {line.phone}",
        f"Nr. {line.nr}" if line.nr else "",
    )
    return ". ".join(part for part in parts if part)


def _referred_words(line: Line) -> str:
    """Of a line that becomes no request nothing is kept elsewhere: where it is and when it was said stand in the words."""
    said_at = " ".join(part for part in (line.date, line.time) if part)
    parts = (
        line.when,
        line.address and f"Wo: {line.address}",
        _words(line),
        said_at and f"Im Telefonbuch: {said_at}",
    )
    return ". ".join(part for part in parts if part)
