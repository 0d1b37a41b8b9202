"""Where nobody is on duty for the districts that a care service covers: what its people see, and what one of them takes."""

import datetime as dt
from dataclasses import dataclass

from helpers.errors import GapIsClosed
from helpers.models import CareService, Duty
from helpers.rota.coverage import has_rota, pieces_ahead, say_gap
from helpers.rota.duties import put_on_duty
from helpers.rota.team import Team, free_members, services_of
from piano.kit import clock
from quarters.models import District, User
from quarters.office_hours import Window


@dataclass(frozen=True)
class OwnGap:
    """One span without anybody; `may_take` when the reader could be on duty in it."""

    district: District
    window: Window
    may_take: bool

    @property
    def words(self) -> str:
        return say_gap(self.window)

    @property
    def start(self) -> str:
        return self.window[0].isoformat()


def gaps_for(user: User, *, now: dt.datetime) -> list[OwnGap]:
    """Of the districts of her care services, the next four weeks, in order of time. Nothing for who speaks for no service."""
    return [gap for _, gap in _found(user, now=now)]


def _found(user: User, *, now: dt.datetime) -> list[tuple[CareService, OwnGap]]:
    found = []
    for service in services_of(user, day=clock.local(now).date()).prefetch_related("districts"):
        for district in service.districts.all():
            for piece in pieces_ahead(district, now=now) if has_rota(district, now=now) else ():
                found.append((service, OwnGap(district, piece, _may_take(user, service, piece))))
    return sorted(found, key=lambda one: (one[1].window, one[1].district.pk))


def _may_take(user: User, service: CareService, piece: Window) -> bool:
    return free_members(Team(service=service), start=piece[0], end=piece[1]).filter(pk=user.pk).exists()


def take_gap(user: User, *, slug: str, start: str, now: dt.datetime) -> Duty:
    """She is on duty herself, for a span that stands on her page. Raises `GapIsClosed`, `OwnPaperMissing`, and what
    `put_on_duty` raises.
    """
    for service, gap in _found(user, now=now):
        if (gap.district.slug, gap.start) == (slug, start):
            return put_on_duty(Team(service=service), person=user, window=gap.window, by=user, now=now)
    raise GapIsClosed()
