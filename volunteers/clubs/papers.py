"""The papers of a founding, filled with what is known: each as a sheet to print and, of the same blocks, as a text to go on writing in."""

from collections.abc import Callable
from dataclasses import replace

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from piano.kit.printing.blocks import Block
from volunteers.clubs.graph import LEAST_FOUNDERS
from volunteers.clubs.offices import IN_REGISTER, BoardOffice
from volunteers.clubs.signers import Signer, board_of, signers_of
from volunteers.clubs.statute import BLANK, COUNT, clauses, fee_rule
from volunteers.models import Founding

DRAFT = "Entwurf. Wir haben ihn sorgfältig geschrieben, er ersetzt keine Rechtsberatung. Gericht und Finanzamt lesen ihn auf Wunsch vorher."
AGENDA = (
    "Begrüßung, Wahl der Leitung und der Protokollführung",
    "Gründung des Vereins und Beschluss der Satzung",
    "Wahl des Vorstands",
    "Beitragsordnung",
    "Recht des Vorstands, Änderungen der Satzung zu beschließen, die Gericht oder Finanzamt verlangen",
    "Verschiedenes",
)


def _sheet(title: str, found: list[Block], founding: Founding, lede: str = "") -> Sheet:
    return Sheet(title, found, lede=lede or founding.name, foot=f"{founding.name} (in Gründung)", language="de")


def _when(founding: Founding) -> str:
    if founding.meets_at is None:
        return BLANK
    day = f"{clock.say_weekday(founding.meets_at)}, {clock.say_date(founding.meets_at, with_year=True)}"
    return f"{day}, {clock.say_time(founding.meets_at)}"


def _day(founding: Founding) -> str:
    return clock.say_date(founding.meets_at, with_year=True) if founding.meets_at else BLANK


def statute(founding: Founding) -> Sheet:
    """With the place for seven signatures (§ 59 (3) BGB)."""
    found = [blocks.note(DRAFT)]
    for number, clause in enumerate(clauses(founding), 1):
        found.append(blocks.heading(f"§ {number} {clause.title}"))
        found += [blocks.text(f"({place}) {words}") for place, words in enumerate(clause.sentences, 1)]
    found += [
        blocks.new_page(),
        blocks.heading("Errichtet"),
        blocks.text(
            f"Diese Satzung wurde am {_day(founding)} in {founding.seat} errichtet. Mindestens sieben Mitglieder unterschreiben."
        ),
        *(blocks.signatures(*pair) for pair in _pairs(_names(founding))),
    ]
    return _sheet(f"Satzung: {founding.name}", found, founding, lede="Entwurf für die Gründungsversammlung")


def _names(founding: Founding) -> list[str]:
    names = [one.name for one in signers_of(founding)]
    return names + [f"{place}. Mitglied" for place in range(len(names) + 1, LEAST_FOUNDERS + 1)]


def _pairs(names: list[str]) -> list[tuple[str, ...]]:
    return [tuple(names[place : place + 2]) for place in range(0, len(names), 2)]


def invitation(founding: Founding) -> Sheet:
    return _sheet(
        "Einladung zur Gründung",
        [
            blocks.text("Guten Tag,"),
            blocks.text(f"wir möchten einen Verein gründen: {founding.name}. Dazu laden wir Sie herzlich ein."),
            blocks.facts(("Wann", _when(founding)), ("Wo", founding.meets_where or BLANK)),
            *([blocks.text(founding.purpose)] if founding.purpose else []),
            blocks.heading("Tagesordnung"),
            *(blocks.text(f"{place}. {words}") for place, words in enumerate(AGENDA, 1)),
            blocks.text("Der Entwurf der Satzung liegt bei. Wer in den Vorstand möchte, bringt bitte den Ausweis mit."),
            blocks.text("Wir freuen uns auf Sie."),
            blocks.signatures("Für die Gründungsgruppe"),
        ],
        founding,
    )


def attendance(founding: Founding) -> Sheet:
    founders = signers_of(founding)
    rows = [[place, one.name, one.street, ""] for place, one in enumerate(founders, 1)]
    rows += [[place, "", "", ""] for place in range(len(rows) + 1, max(12, len(rows) + 4) + 1)]
    return _sheet(
        "Anwesenheitsliste der Gründungsversammlung",
        [
            blocks.facts(("Wann", _when(founding)), ("Wo", founding.meets_where or BLANK)),
            blocks.table(["Nr.", "Name", "Anschrift", "Unterschrift"], rows, [0, 3, 4, 3], tall=True),
            blocks.small("Die Liste gehört zum Protokoll. Sie bleibt beim Verein."),
        ],
        founding,
    )


def minutes(founding: Founding) -> Sheet:
    """Ready for the corrections of the evening: what is not known yet is a line."""
    founders = signers_of(founding)
    leader, writer = founding.leader or BLANK, founding.minute_taker or BLANK
    return _sheet(
        "Protokoll der Gründungsversammlung",
        [
            blocks.facts(
                ("Wann", _when(founding)),
                ("Wo", founding.meets_where or BLANK),
                ("Leitung", leader),
                ("Protokoll", writer),
                ("Anwesend", f"{len(founders) or BLANK} Personen, siehe Anwesenheitsliste"),
            ),
            blocks.heading("1. Begrüßung"),
            blocks.text(f"{leader} eröffnet die Versammlung und wird zur Leitung gewählt, {writer} zur Protokollführung."),
            blocks.heading("2. Gründung und Satzung"),
            blocks.text(
                f"Die Anwesenden beschließen, den Verein „{founding.name}“ zu gründen. Der Entwurf der Satzung wird "
                "besprochen "
                f"und als Ganzes beschlossen: {COUNT} Ja, {COUNT} Nein, {COUNT} Enthaltungen. "
                "Die Gründungsmitglieder unterschreiben die Satzung."
            ),
            blocks.heading("3. Wahl des Vorstands"),
            blocks.table(["Amt", "Name", "Ja", "Nein", "Enth.", "nimmt an"], _elections(founders), [0, 4, 0, 0, 0, 0], tall=True),
            blocks.heading("4. Beiträge"),
            blocks.text(f"{fee_rule(founding)} Beschlossen: {COUNT} Ja, {COUNT} Nein, {COUNT} Enthaltungen."),
            blocks.heading("5. Recht des Vorstands"),
            blocks.text(
                "Der Vorstand darf Änderungen der Satzung beschließen, die Registergericht oder Finanzamt für Eintragung und "
                f"Gemeinnützigkeit verlangen: {COUNT} Ja, {COUNT} Nein, {COUNT} Enthaltungen."
            ),
            blocks.heading("6. Verschiedenes"),
            blocks.lines("", 3),
            blocks.signatures("Leitung", "Protokoll"),
        ],
        founding,
    )  # fmt: skip


def _elections(founders: list[Signer]) -> list[list[str]]:
    rows = []
    for office in BoardOffice:
        held = [one for one in founders if one.office == office]
        rows += [[str(office.label), one.name, *_votes(one)] for one in held]
        if not held and office in IN_REGISTER:
            rows.append([str(office.label), "", "", "", "", "☐"])
    return rows


def _votes(one: Signer) -> list[str]:
    counts = ["" if count is None else str(count) for count in (one.votes_yes, one.votes_no, one.abstained)]
    return [*counts, "ja" if one.accepts else "☐"]


def application(founding: Founding) -> Sheet:
    """To the register court, signed by the board before Ortsgericht or notary (§§ 59, 77 BGB)."""
    board = board_of(founding)
    rows = [[str(BoardOffice(one.office).label), one.name, one.street, ""] for one in board] or [
        [str(office.label), "", "", ""] for office in IN_REGISTER
    ]
    return _sheet(
        "Anmeldung zum Vereinsregister",
        [
            blocks.text("An das Amtsgericht Kassel, Registergericht"),
            blocks.text(f"Wir melden den Verein „{founding.name}“ mit Sitz in {founding.seat} zur Eintragung an."),
            blocks.text(f"Die Satzung wurde am {_day(founding)} errichtet. Zum Vorstand wurden gewählt:"),
            blocks.table(["Amt", "Name", "Anschrift", "geboren am"], rows, [0, 3, 4, 2], tall=True),
            blocks.text("Je zwei von ihnen vertreten den Verein gemeinsam (§ 26 BGB)."),
            blocks.text("Wir legen bei: eine Kopie der unterschriebenen Satzung und eine Kopie des Protokolls der Gründungsversammlung."),
            blocks.note(
                "Bitte erst vor dem Ortsgericht oder im Notariat unterschreiben. Ausweis mitbringen. "
                "Das Geburtsdatum tragen Sie von Hand ein, wir speichern es nicht."
            ),
            blocks.signatures(*([one.name for one in board] or [str(office.label) for office in IN_REGISTER])),
            blocks.heading("Beglaubigung"),
            blocks.lines("", 4),
        ],
        founding,
    )  # fmt: skip


PAPERS: dict[str, tuple[str, Callable[[Founding], Sheet]]] = {
    "satzung": ("Satzung, Entwurf", statute),
    "einladung": ("Einladung zur Gründung", invitation),
    "anwesenheit": ("Anwesenheitsliste", attendance),
    "protokoll": ("Protokoll der Gründung", minutes),
    "anmeldung": ("Anmeldung zum Register", application),
}


def paper(founding: Founding, kind: str, *, large: bool = False) -> Sheet:
    """Raises `KeyError` for a kind that there is not."""
    return replace(PAPERS[kind][1](founding), large=large)
