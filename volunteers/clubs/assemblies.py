"""An assembly is called, members are invited in time, and its minutes are written. The days come from the statute."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.models import Organisation, User
from volunteers.clubs.errors import NoMinutesYet, NotToday
from volunteers.clubs.members import belonging
from volunteers.clubs.renewing import finish_open
from volunteers.clubs.rules import last_day_to_invite, rules_of
from volunteers.clubs.statute import BLANK
from volunteers.models import Assembly, AssemblyKind, RenewalKind


def call(association: Organisation, *, kind: str, held_at: dt.datetime, place: str, agenda: str) -> Assembly:
    """The same kind for the same moment is one; it keeps the days of notice that the statute says today."""
    row, _made = Assembly.objects.get_or_create(
        association=association,
        kind=kind,
        held_at=held_at,
        defaults={"place": place.strip(), "agenda": agenda.strip(), "notice_days": rules_of(association).notice_days},
    )
    return row


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
    """The day on which invitations left. Raises `NotToday` for a day to come."""
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
    """What was decided. The yearly assembly is done with it, and the next one planned. Raises `NoMinutesYet`."""
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


def _when(assembly: Assembly) -> str:
    day = f"{clock.say_weekday(assembly.held_at)}, {clock.say_date(assembly.held_at, with_year=True)}"
    return f"{day}, {clock.say_time(assembly.held_at)}"


def _agenda(assembly: Assembly) -> list[blocks.Block]:
    points = [line.strip() for line in assembly.agenda.splitlines() if line.strip()]
    return [blocks.text(f"{place}. {words}") for place, words in enumerate(points, 1)]


def invitation_sheet(assembly: Assembly) -> Sheet:
    association = assembly.association
    return Sheet(
        title="Einladung zur Mitgliederversammlung",
        lede=association.name,
        foot=association.name,
        language="de",
        blocks=[
            blocks.text("Guten Tag,"),
            blocks.text("der Vorstand lädt Sie herzlich ein."),
            blocks.facts(("Was", assembly.get_kind_display()), ("Wann", _when(assembly)), ("Wo", assembly.place)),
            blocks.heading("Tagesordnung"),
            *_agenda(assembly),
            blocks.text("Jedes Mitglied hat eine Stimme. Anträge schicken Sie bitte bald an den Vorstand."),
            blocks.signatures("Datum", "Für den Vorstand"),
        ],
    )


def attendance_sheet(assembly: Assembly) -> Sheet:
    """Every member of that day by number, to sign."""
    rows = [
        [one.number, one.name, ""] for one in belonging(assembly.association, on=clock.local(assembly.held_at).date())
    ]
    return Sheet(
        title="Anwesenheitsliste",
        lede=f"{assembly.association.name} · {assembly.get_kind_display()}",
        foot=assembly.association.name,
        language="de",
        blocks=[
            blocks.facts(("Wann", _when(assembly)), ("Wo", assembly.place)),
            blocks.table(["Nr.", "Name", "Unterschrift"], rows, [0, 4, 4], tall=True),
        ],
    )


def minutes_sheet(assembly: Assembly) -> Sheet:
    present = "" if assembly.present is None else str(assembly.present)
    invited = clock.say_date(assembly.invited_on, with_year=True) if assembly.invited_on else BLANK
    decided = [blocks.text(line) for line in assembly.minutes.splitlines() if line.strip()]
    return Sheet(
        title="Protokoll der Mitgliederversammlung",
        lede=assembly.association.name,
        foot=assembly.association.name,
        language="de",
        blocks=[
            blocks.facts(
                ("Was", assembly.get_kind_display()),
                ("Wann", _when(assembly)),
                ("Wo", assembly.place),
                ("Eingeladen am", invited),
                ("Leitung", assembly.leader or BLANK),
                ("Protokoll", assembly.minute_taker or BLANK),
                ("Stimmberechtigt anwesend", present or BLANK),
            ),
            blocks.heading("Tagesordnung"),
            *_agenda(assembly),
            blocks.heading("Beschlüsse"),
            *(decided or [blocks.lines("", 12)]),
            blocks.signatures("Leitung", "Protokoll"),
        ],
    )
