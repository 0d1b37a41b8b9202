"""An assembly is called, members are invited in time, and its minutes are written. The days come from the statute."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.models import Organisation, User
from volunteers.clubs.errors import NoMinutesYet, NotToday
from volunteers.clubs.renewing import finish_open
from volunteers.clubs.rules import last_day_to_invite, rules_of
from volunteers.models import Assembly, AssemblyKind, RenewalKind


def call(association: Organisation, *, kind: str, held_at: dt.datetime, place: str, agenda: str) -> Assembly:
    """The same kind for the same moment is one; it keeps the days of notice that the statute says today. Locks the association."""
    said = {"place": place.strip(), "agenda": agenda.strip(), "notice_days": rules_of(association).notice_days}
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=association.pk)
        return Assembly.objects.get_or_create(association=association, kind=kind, held_at=held_at, defaults=said)[0]


def last_day(assembly: Assembly) -> dt.date:
    """On which invitations may leave."""
    return last_day_to_invite(clock.local(assembly.held_at).date(), assembly.notice_days)


def warning(assembly: Assembly, *, on: dt.date) -> str:
    """What is wrong or urgent about the invitation, in words; empty when all is well."""
    last, day = last_day(assembly), clock.say_date(last_day(assembly), with_year=True)
    if assembly.invited_on is not None:
        if assembly.invited_on > last:
            return _(
                "Zu spät eingeladen: Die Frist der Satzung verlangte den {day}. Beschlüsse können ungültig sein. Laden Sie neu ein."
            ).format(day=day)
        return ""
    if clock.local(assembly.held_at).date() <= on:
        return _("Hier steht nicht, wann eingeladen wurde. Bitte nachtragen.")
    if on > last:
        return _(
            "Die Frist ist verstrichen: Eingeladen werden musste bis {day}. Bitte einen späteren Tag wählen."
        ).format(day=day)
    return _("Noch einzuladen, spätestens am {day}.").format(day=day)


def is_late(assembly: Assembly, *, on: dt.date) -> bool:
    return (assembly.invited_on or on) > last_day(assembly)


def note_invited(assembly: Assembly, *, on: dt.date, by: User, now: dt.datetime) -> Assembly:
    """The day on which invitations left. Locks the assembly. Raises `NotToday` for a day to come."""
    if on > clock.local(now).date():
        raise NotToday()
    with transaction.atomic():
        row = Assembly.objects.select_for_update(of=("self",)).get(pk=assembly.pk)
        if row.invited_on != on:
            row.invited_on, row.invited_by = on, by
            row.save(update_fields=["invited_on", "invited_by"])
    return row


def write_minutes(
    assembly: Assembly, *, leader: str, minute_taker: str, present: int | None, minutes: str, by: User, now: dt.datetime
) -> Assembly:
    """What was decided. The yearly assembly is done with it, and the next one planned. Locks the assembly. Raises `NoMinutesYet`."""
    if now < assembly.held_at:
        raise NoMinutesYet()
    with transaction.atomic():
        row = Assembly.objects.select_for_update(of=("self",)).select_related("association").get(pk=assembly.pk)
        is_first = not row.minutes
        row.leader, row.minute_taker, row.present, row.minutes = (
            leader.strip(),
            minute_taker.strip(),
            present,
            minutes.strip(),
        )
        row.save(update_fields=["leader", "minute_taker", "present", "minutes"])
        if is_first and row.kind == AssemblyKind.ORDINARY:
            finish_open(row.association, RenewalKind.ASSEMBLY, on=clock.local(row.held_at).date(), by=by, now=now)
    return row
