"""Dates of an association are said to whoever holds its key: 90, 30 and 7 days before, and when invitations have to leave.

Nothing of it names a member.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.messaging.models import MessageClass
from piano.messaging.outbox import Owed, owe_many
from piano.messaging.reasons import Reason, register
from quarters.models import User
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about
from volunteers.clubs.assemblies import last_day
from volunteers.clubs.board import holders
from volunteers.models import Assembly, Renewal, RenewalKind

STEPS = (90, 30, 7)
CATCH_UP = 7  # days in which a step may still be said; less than the outbox keeps a message, so that none is said twice
DUE, INVITE = "club_renewal", "club_invitation"
INVITE_STEPS = {
    14: (8, 14),
    7: (3, 7),
    2: (0, 2),
}  # name of a step → days before the last day to invite, first and last


def remind(*, now: dt.datetime) -> int:
    """Owes what is to be said today; any number of runs owe the same. Returns how many dates are near."""
    today, told = clock.local(now).date(), 0
    for step in STEPS:
        first, last = today + dt.timedelta(days=step - CATCH_UP + 1), today + dt.timedelta(days=step)
        with transaction.atomic():
            rows = list(Renewal.objects.filter(done_on=None, due_on__range=(first, last)).select_related("association"))
            owe_many([one for row in rows for one in _owed(row, step, on=today)], now=now)
        told += len(rows)
    return told


def _owed(row: Renewal, step: int, *, on: dt.date) -> list[Owed]:
    ends = clock.at(row.due_on + dt.timedelta(days=1), dt.time(0))
    people = User.objects.filter(pk__in=holders(row.association, on=on), is_active=True).order_by("pk")
    return [
        Owed(reason=DUE, subject=f"renewal:{row.pk}", recipient=person, slot=str(step), expires_at=ends)
        for person in people
    ]


def remind_to_invite(*, now: dt.datetime) -> int:
    """Of assemblies whose invitations have not left yet: 14, 7 and 2 days before the last day. Any number of runs owe the same."""
    today, told = clock.local(now).date(), 0
    rows = list(Assembly.objects.filter(invited_on=None, held_at__gt=now).select_related("association"))
    with transaction.atomic():
        for row in rows:
            last = last_day(row)
            step = next(
                (name for name, (near, far) in INVITE_STEPS.items() if near <= (last - today).days <= far), None
            )
            if step is not None:
                told += 1
                owe_many(_owed_to_invite(row, step, last=last, on=today), now=now)
    return told


def _owed_to_invite(row: Assembly, step: int, *, last: dt.date, on: dt.date) -> list[Owed]:
    ends = clock.at(last + dt.timedelta(days=1), dt.time(0))
    people = User.objects.filter(pk__in=holders(row.association, on=on), is_active=True).order_by("pk")
    return [Owed(INVITE, f"assembly:{row.pk}", person, slot=str(step), expires_at=ends) for person in people]


def _about_invitation(pk: int, recipient: Any) -> dict[str, Any]:
    row = Assembly.objects.select_related("association").get(pk=pk)
    day = clock.say_date(clock.local(row.held_at).date(), with_year=True)
    return {
        "what": _("Einladungen zur Mitgliederversammlung am {day} abschicken").format(day=day),
        "last_day": clock.say_date(last_day(row), with_year=True),
        "association": row.association.name,
        "link": link_behind_sign_in(recipient, "volunteers:club_assembly", row.association.slug, row.reference),
    }


def say_renewal(row: Renewal) -> str:
    if row.kind == RenewalKind.OTHER:
        return row.words or str(row.get_kind_display())
    return f"{row.get_kind_display()}: {row.words}" if row.words else str(row.get_kind_display())


def _about(pk: int, recipient: Any) -> dict[str, Any]:
    row = Renewal.objects.select_related("association").get(pk=pk)
    return {
        "what": say_renewal(row),
        "last_day": clock.say_date(row.due_on, with_year=True),
        "association": row.association.name,
        "link": link_behind_sign_in(recipient, "volunteers:club", row.association.slug),
    }


for page in ("volunteers:club", "volunteers:club_assembly"):
    say_about(page, _("Hier geht es um einen Verein, den Sie mit führen."))
register(
    Reason(
        name=DUE,
        message_class=MessageClass.NORMAL,
        is_still_due=lambda pk: Renewal.objects.filter(pk=pk, done_on=None).exists(),
        context=_about,
        template=DUE,
        is_said_along=True,
    )
)
register(
    Reason(
        name=INVITE,
        message_class=MessageClass.NORMAL,
        is_still_due=lambda pk: Assembly.objects.filter(pk=pk, invited_on=None, held_at__gt=clock.now()).exists(),
        context=_about_invitation,
        template=DUE,
        is_said_along=True,
    )
)
