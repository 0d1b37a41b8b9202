"""The papers of an assembly: the invitation, for all or as letters, who is there, and the minutes."""

import datetime as dt
from urllib.parse import quote

from piano.kit import clock
from piano.kit.printing import Letter, Sheet, blocks
from volunteers.clubs.members import belonging
from volunteers.clubs.statute import BLANK
from volunteers.models import Assembly, Member

INVITATION = "Einladung zur Mitgliederversammlung"


def _when(assembly: Assembly) -> str:
    day = f"{clock.say_weekday(assembly.held_at)}, {clock.say_date(assembly.held_at, with_year=True)}"
    return f"{day}, {clock.say_time(assembly.held_at)}"


def _agenda(assembly: Assembly) -> list[blocks.Block]:
    points = [line.strip() for line in assembly.agenda.splitlines() if line.strip()]
    return [blocks.text(f"{place}. {words}") for place, words in enumerate(points, 1)]


def invitation_sheet(assembly: Assembly, *, to: Member | None = None) -> Sheet:
    """For everybody, or as a letter for the window of an envelope."""
    association = assembly.association
    return Sheet(
        title=INVITATION,
        lede="" if to else association.name,
        foot=association.name,
        language="de",
        letter=Letter(_address(to), sender=association.name) if to else None,
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


def _address(member: Member) -> list[str]:
    """Name, street, place, as they stand in one field with a comma between."""
    lines = [member.name]
    if member.guardian:
        lines.append(f"z. Hd. {member.guardian}")
    return [*lines, *(part.strip() for part in member.street.split(",") if part.strip())][:6]


def by_letter(assembly: Assembly, *, on: dt.date) -> list[Member]:
    """Members of that day whom no mail reaches. Each is invited herself, families too: each has a vote."""
    return list(belonging(assembly.association, on=on).filter(email=""))


def by_mail(assembly: Assembly, *, on: dt.date) -> list[str]:
    """The addresses of the others, each once."""
    rows = belonging(assembly.association, on=on).exclude(email="")
    return list(dict.fromkeys(rows.values_list("email", flat=True)))


def invitation_letters(assembly: Assembly, *, on: dt.date) -> list[Sheet]:
    return [invitation_sheet(assembly, to=one) for one in by_letter(assembly, on=on)]


def invitation_mail(assembly: Assembly, mails: list[str]) -> str:
    """Opens a mail in the board's own program, filled in; nobody sees the address of another."""
    points = [line.strip() for line in assembly.agenda.splitlines() if line.strip()]
    words = "\r\n".join(
        [
            "Guten Tag,", "", "der Vorstand lädt Sie herzlich ein:", str(assembly.get_kind_display()), _when(assembly), assembly.place, "",
            "Tagesordnung", *(f"{place}. {words}" for place, words in enumerate(points, 1)), "",
            "Jedes Mitglied hat eine Stimme. Anträge schicken Sie bitte bald an den Vorstand.", "", assembly.association.name,
        ]
    )  # fmt: skip
    return f"mailto:?bcc={quote(','.join(mails), safe=',@')}&subject={quote(INVITATION)}&body={quote(words)}"


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
