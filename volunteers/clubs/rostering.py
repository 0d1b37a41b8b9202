"""Office duty: who answers the telephone of the association when, week after week; as pages and as a sheet for the wall."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.models import Organisation
from volunteers.clubs.errors import NotAMember, OnDutyAlready
from volunteers.models import Member, OfficeDuty

MOST_WEEKS = 26
SHEET_WEEKS = 5  # on one sheet of paper


@dataclass(frozen=True)
class Planned:
    """`left_out` are holidays, on which nobody answers."""

    rows: tuple[OfficeDuty, ...]
    left_out: tuple[dt.date, ...] = ()


def plan_duty(member: Member, *, day: dt.date, starts: dt.time, ends: dt.time) -> OfficeDuty:
    """The same again is one. Locks the member. Raises `NotAMember` for whoever is none on that day, `OnDutyAlready` for another
    duty of hers at that time.
    """
    with transaction.atomic():
        row = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
        if row.joined_on > day or (row.left_on and row.left_on <= day):
            raise NotAMember()
        there = OfficeDuty.objects.filter(member=row, day=day, starts__lt=ends, ends__gt=starts).first()
        if there and (there.starts, there.ends) == (starts, ends):
            return there
        if there:
            raise OnDutyAlready(
                _("{name} hat am {day} schon Dienst, von {starts} bis {ends} Uhr.").format(
                    name=row.name, day=clock.say_day(day), starts=f"{there.starts:%H:%M}", ends=f"{there.ends:%H:%M}"
                )
            )
        return OfficeDuty.objects.create(
            association_id=row.association_id, member=row, day=day, starts=starts, ends=ends
        )


def plan_weekly(member: Member, *, day: dt.date, starts: dt.time, ends: dt.time, weeks: int) -> Planned:
    """That day and the same one of the weeks after it, without holidays; all or none. A single day may be a holiday.

    Raises as `plan_duty`.
    """
    days = [day + dt.timedelta(weeks=count) for count in range(min(max(weeks, 1), MOST_WEEKS))]
    kept = [one for one in days if len(days) == 1 or not clock.is_holiday(one)]
    with transaction.atomic():
        rows = tuple(plan_duty(member, day=one, starts=starts, ends=ends) for one in kept)
    return Planned(rows, tuple(one for one in days if one not in kept))


def drop_duty(duty: OfficeDuty) -> None:
    """Nobody is planned there any more. Twice changes nothing."""
    OfficeDuty.objects.filter(pk=duty.pk).delete()


def roster_sheet(
    association: Organisation, duties: Sequence[OfficeDuty], *, first: dt.date, large: bool = False
) -> Sheet:
    """For the wall beside the telephone: a name alone stands on it, no number."""
    rows = [
        [clock.say_day(one.day), f"{one.starts:%H:%M} – {one.ends:%H:%M}", one.member.name, "", ""] for one in duties
    ]
    head = [_("Tag"), _("Uhrzeit"), _("Wer"), _("Vertretung"), _("Buch abgeschlossen")]
    return Sheet(
        title=_("Bürodienst"),
        lede=_("{name}, ab {day}").format(name=association.name, day=clock.say_date(first, with_year=True)),
        foot=association.name,
        large=large,
        language="de",
        blocks=[
            blocks.table(head, rows, [0, 0, 3, 3, 0], tall=True) if rows else blocks.text(_("Niemand ist eingeteilt.")),
            blocks.small(_("Am Ende des Dienstes das Protokollbuch abschließen. Wer nicht kann, sagt es bitte früh.")),
        ],
    )
