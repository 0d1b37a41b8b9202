"""What is about to run out: a visit, a quote, a programme, the first day of the works. Said to whoever is responsible, once each."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.messaging.outbox import owe
from quarters.conversions import notices
from quarters.conversions.states import FUNDING_STATES, OPEN_STATES, ConversionState
from quarters.models import Conversion, Payer, Programme, Role, RoleKind, User

S = ConversionState
VISIT_AHEAD, QUOTE_AHEAD, PROGRAMME_AHEAD, WORKS_AHEAD = (dt.timedelta(days=days) for days in (1, 7, 14, 3))
WITH_QUOTE = (S.QUOTES, *FUNDING_STATES)


@dataclass(frozen=True)
class Deadline:
    """`key` tells it from others of the same case: a new day is a new deadline."""

    key: str
    words: str


def deadlines(conversion: Conversion, *, today: dt.date) -> list[Deadline]:
    """What has to be thought of now. Three queries at most."""
    return [*_visit(conversion, today), *_money(conversion, today), *_works(conversion, today)]


def _visit(case: Conversion, today: dt.date) -> Iterator[Deadline]:
    if case.state == S.ADVICE and case.visit_at and not case.visited_on:
        day = clock.local(case.visit_at).date()
        if today <= day <= today + VISIT_AHEAD:
            yield Deadline(
                f"visit:{day}", _("Termin in der Wohnung: {moment}").format(moment=clock.say_moment(case.visit_at))
            )


def _money(case: Conversion, today: dt.date) -> Iterator[Deadline]:
    if case.state not in WITH_QUOTE:
        return
    chosen = case.quotes.filter(is_chosen=True, valid_until__range=(today, today + QUOTE_AHEAD)).first()
    if chosen:
        day = clock.say_date(chosen.valid_until, with_year=True)
        yield Deadline(
            f"quote:{chosen.valid_until}",
            _("Das Angebot von {firm} gilt noch bis {day}.").format(firm=chosen.firm, day=day),
        )
    said = case.shares.values("payer")
    ends = Programme.objects.valid_on(today).filter(valid_until__lte=today + PROGRAMME_AHEAD, for_landlord=False)
    for one in ends.exclude(fund__in=said):
        day = clock.say_date(one.valid_until, with_year=True)
        yield Deadline(
            f"fund:{one.pk}:{one.valid_until}",
            _("{name} nimmt nur noch bis {day} Anträge an.").format(name=Payer(one.fund).label, day=day),
        )


def _works(case: Conversion, today: dt.date) -> Iterator[Deadline]:
    if case.state == S.WORKS and case.starts_on and today <= case.starts_on <= today + WORKS_AHEAD:
        yield Deadline(
            f"works:{case.starts_on}", _("Der Umbau beginnt am {day}.").format(day=clock.say_day(case.starts_on))
        )


def responsible(case: Conversion) -> User | None:
    """Who opened it, as long as she helps in this district; else whoever does."""
    today, district = clock.today(), case.flat.building.district_id
    roles = Role.objects.valid_on(today).filter(kind=RoleKind.HELPER, district=district, user__is_active=True)
    own = roles.filter(user=case.helper_id).first()
    found = own or roles.order_by("pk").first()
    return found.user if found else None


def remind(*, now: dt.datetime) -> int:
    """Owes each deadline to whoever is responsible; what was said already stays said. Returns how many were looked at."""
    today = clock.local(now).date()
    open_cases = Conversion.objects.filter(state__in=OPEN_STATES, is_shared=True).select_related("flat__building")
    count = 0
    for case in open_cases.order_by("pk"):
        found = deadlines(case, today=today)
        person = responsible(case) if found else None
        if person is None:
            continue
        with transaction.atomic():
            for one in found:
                owe(reason=notices.DUE, subject=notices.subject_of(case), recipient=person, now=now, slot=one.key)
        count += len(found)
    return count
