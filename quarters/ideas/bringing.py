"""An idea comes in: on the web without an account, or out of what somebody said on the phone."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import get_language

from piano.kit import clock
from piano.kit.languages import spoken
from piano.kit.phones import read_phone
from quarters.contributions import give, tick_off
from quarters.ideas import notices
from quarters.ideas.moving import advance, lock
from quarters.ideas.stages import Stage
from quarters.models import Contribution, ContributionKind, District, Initiative, InitiativePerson, Part, Reach, User

RESERVED = frozenset({"neu", "danke", "meine", "dabei"})
WORKING_DAYS = 2  # within which a helper looks an idea over; the page says so


@dataclass(frozen=True)
class Somebody:
    """Who speaks, as she gave herself; `user` where she is signed in or known already."""

    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = "de"
    user: User | None = None

    @property
    def given(self) -> dict[str, str]:
        """What is kept with the initiative: only what was given for it, nothing of an account."""
        return {"called": self.name.strip(), "phone": read_phone(self.phone), "email": self.email.strip()}


def account_of(who: Somebody) -> User:
    """Her account, the one with this address, which stays as it is, or a new one that nobody signs in with yet."""
    if who.user is not None:
        return who.user
    known = User.objects.filter(email__iexact=who.email.strip()).first() if who.email.strip() else None
    if known:
        return known
    given, _, family = who.name.strip().rpartition(" ")
    reach = Reach.EMAIL if who.email.strip() else Reach.PHONE
    return User.objects.create_user(
        who.email.strip() or None,
        given_name=(given or family)[:60],
        family_name=(family if given else "")[:60],
        phone=read_phone(who.phone),
        language=who.language,
        reach=reach,
    )


def bring_idea(
    *,
    title: str,
    words: str,
    district: District,
    who: Somebody,
    shows_name: bool,
    now: dt.datetime,
    form_token: uuid.UUID | None = None,
) -> Initiative:
    """Writes it down for a helper to look over, on the list where ideas from the phone stand; the same form twice is one.

    Raises `NotAPhoneNumber`.
    """
    with transaction.atomic():
        person = account_of(who)
        said = give(
            kind=ContributionKind.IDEA,
            words=f"{title.strip()}: {words.strip()}",
            district=district,
            person=person,
            name=who.name,
            phone=read_phone(who.phone),
            now=now,
            form_token=form_token,
        )
        known = Initiative.objects.filter(contribution=said).first()
        return known or _begin(said, who, person, title=title, words=words, shows_name=shows_name, now=now)


def idea_from(contribution: Contribution, *, by: User, now: dt.datetime) -> Initiative:
    """What somebody said becomes an initiative of hers: nothing is typed twice, and the link stays. Twice is once.

    Locks the contribution, and ticks it off.
    """
    with transaction.atomic():
        said = (
            Contribution.objects.select_for_update(of=("self",))
            .select_related("person", "district")
            .get(pk=contribution.pk)
        )
        known = Initiative.objects.filter(contribution=said).first()
        if known:
            return known
        person = said.person
        name = said.name or (person.full_name if person else "") or str(said.phone)
        who = Somebody(name=name, phone=said.number, email=(person and person.email) or "", user=person)
        row = _begin(
            said, who, account_of(who), title=first_words(said.words), words=said.words, shows_name=False, now=now,
            taken_by=by,
        )  # fmt: skip
        row.enabler = by
        row.save(update_fields=["enabler"])
        tick_off(said, by=by, now=now)
    return row


def _begin(
    said: Contribution,
    who: Somebody,
    person: User,
    *,
    title: str,
    words: str,
    shows_name: bool,
    now: dt.datetime,
    taken_by: User | None = None,
) -> Initiative:
    row = Initiative.objects.create(
        title=title.strip()[:80],
        words=words.strip()[:1000],
        slug=free_slug(title),
        district=said.district,
        contribution=said,
        brought_at=now,
        touched_at=now,
    )
    InitiativePerson.objects.create(
        initiative=row, person=person, part=Part.RUNS, shows_name=shows_name, may_reach=True, joined_at=now,
        taken_by=taken_by, **who.given,
    )  # fmt: skip
    advance(row, Stage.IDEA, by=taken_by or person, now=now)
    notices.tell_received(row, person, now=now)
    return row


def change_page(initiative: Initiative, *, now: dt.datetime, **said: Any) -> Initiative:
    """Title, words, places and rhythm, as whoever runs it says them. The address stays, so that a printed one holds."""
    with transaction.atomic():
        row = lock(initiative)
        for name, value in said.items():
            setattr(row, name, value)
        row.touched_at = now
        row.save(update_fields=[*said, "touched_at"])
    return row


def first_words(words: str, most: int = 60) -> str:
    """A title made of what somebody said: its first sentence, cut between two words."""
    line = words.strip().split("\n")[0].split(". ")[0].rstrip(".")
    return line if len(line) <= most else line[: most + 1].rsplit(" ", 1)[0].rstrip(",;:")


def free_slug(title: str) -> str:
    """For the address of its page; never one that another has, nor a word that stands for a page of ours."""
    plain = title.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    base = slugify(plain)[:70].strip("-") or "idee"
    taken = set(Initiative.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := base if number == 1 else f"{base}-{number}") not in taken
    )


def looked_over_by(moment: dt.datetime) -> dt.date:
    """The last day on which a helper has looked: two working days later."""
    day, left = clock.local(moment).date(), WORKING_DAYS
    while left:
        day += dt.timedelta(days=1)
        left -= clock.is_working_day(day)
    return day


def language_of_page() -> str:
    """The language in which somebody reads the page, as accounts keep it."""
    return spoken(get_language() or "de")
