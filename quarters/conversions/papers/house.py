"""To firms and neighbours, and the protocol of the acceptance: the flat alone, never who lives there or why."""

import datetime as dt

from piano.kit import clock
from piano.kit.printing import Letter, Sheet, blocks
from quarters.conversions.measure_words import ROOMS
from quarters.conversions.papers.parts import (
    BLANK,
    DEAR_ALL,
    KINDLY,
    ask_us,
    day,
    from_house,
    from_landlord,
    landlord_of,
    measures,
    of_case,
)
from quarters.costs import say_euros
from quarters.models import Conversion, Defect, Side

TO_MEND = dt.timedelta(days=14)


def ask_quote(case: Conversion, today: dt.date) -> Sheet:
    """To a firm of which nobody knows yet."""
    return Sheet(
        title="Bitte um ein Angebot",
        letter=from_house(["________________", "________________", "________________"], today),
        blocks=[
            of_case(case),
            blocks.text(DEAR_ALL),
            blocks.text("bitte machen Sie uns für diesen Umbau ein Angebot mit Festpreis und Umsatzsteuer:"),
            measures(case),
            blocks.text("Bitte schreiben Sie dazu, bis wann das Angebot gilt und wie viele Tage Sie brauchen."),
            blocks.note("Das ist noch kein Auftrag. Bestellt wird erst, wenn die Förderung entschieden ist."),
            blocks.text(KINDLY),
        ],
        language="de",
    )


def order(case: Conversion, today: dt.date) -> Sheet:
    """Whoever builds orders it; in this step every application is decided."""
    is_landlord = case.builder == Side.LANDLORD
    who = landlord_of(case) if is_landlord else "Mieterin oder Mieter"
    to = [case.firm or "________________"]
    letter = from_landlord(case, to, today) if is_landlord else Letter(to, str(case.flat), [day(today)])
    return Sheet(
        title="Auftrag",
        letter=letter,
        blocks=[
            of_case(case),
            blocks.text(DEAR_ALL),
            blocks.text("hiermit beauftragen wir Sie nach Ihrem Angebot mit diesem Umbau:"),
            measures(case),
            blocks.facts(
                ("Preis laut Angebot", say_euros(case.cost_cents) if case.cost_cents else BLANK), ("Umbau", _days(case))
            ),
            blocks.text("Bitte bestätigen Sie den Auftrag schriftlich. Nach dem Umbau nehmen wir ihn gemeinsam ab."),
            blocks.text(KINDLY),
            blocks.signatures("Ort, Datum", who),
        ],
        language="de",
    )


def neighbours_notice(case: Conversion, today: dt.date) -> Sheet:
    """For the stairwell: which days and whom to call, never which flat."""
    return Sheet(
        title="In unserem Haus wird gebaut",
        large=True,
        blocks=[
            blocks.text("Liebe Nachbarinnen und Nachbarn,"),
            blocks.text("in einer Wohnung wird umgebaut. An diesen Tagen kann es laut und staubig werden:"),
            blocks.note(_days(case) if case.starts_on else "Die Tage stehen noch nicht fest."),
            blocks.facts(("Betrieb", case.firm), ("Haus", str(case.flat.building))),
            blocks.text("Der Weg nach draußen bleibt frei. Vielen Dank, dass Sie Rücksicht nehmen."),
            blocks.note(ask_us()),
        ],
        language="de",
    )


def acceptance_protocol(case: Conversion, today: dt.date) -> Sheet:
    """What was built, what was not in order and who closed it when; lines for both sides to sign on."""
    return Sheet(
        title="Abnahmeprotokoll",
        lede=str(case.flat),
        large=True,
        blocks=[
            blocks.facts(
                ("Nummer", case.reference),
                ("Vermieter", landlord_of(case)),
                ("Betrieb", case.firm),
                ("Auftrag vom", day(case.ordered_on)),
                ("Umbau", _days(case)),
                ("Abnahme am", day(case.accepted_on)),
            ),
            blocks.heading("Was gebaut wurde"),
            measures(case),
            blocks.heading("Mängel"),
            _defects(case),
            blocks.ticks("Der Betrieb hat gezeigt, wie alles bedient wird.", "Alle Mängel sind behoben."),
            blocks.signatures("Ort, Datum", "Mieterin oder Mieter"),
            blocks.signatures("Vermieter", "Betrieb"),
        ],
        language="de",
    )


def defects_letter(case: Conversion, today: dt.date) -> Sheet:
    """What is still open, and until when it is to be mended."""
    rows = [[str(ROOMS[one.room]), one.words, day(one.found_on)] for one in case.defects.filter(closed_on=None)]
    by = clock.say_date(today + TO_MEND, with_year=True)
    return Sheet(
        title="Bitte, die Mängel zu beheben",
        letter=from_house([case.firm or "________________"], today),
        blocks=[
            of_case(case),
            blocks.text(DEAR_ALL),
            blocks.text("bei der Abnahme war noch nicht alles in Ordnung:"),
            blocks.table(["Wo", "Was", "Gesehen am"], rows or [["", "", ""]] * 2, [2, 4, 3]),
            blocks.text(f"Bitte beheben Sie das bis zum {by}, und sagen Sie uns vorher, an welchem Tag Sie kommen."),
            blocks.text(KINDLY),
        ],
        language="de",
    )


def _days(case: Conversion) -> str:
    if case.starts_on == case.ends_on:
        return day(case.starts_on)
    return f"{day(case.starts_on)} bis {day(case.ends_on)}"


def _defects(case: Conversion) -> blocks.Block:
    rows = [
        [str(ROOMS[one.room]), one.words, day(one.found_on), _closed(one)]
        for one in case.defects.select_related("closed_by")
    ]
    empty = [["", "", "", ""]] * max(1, 2 - len(rows))
    return blocks.table(["Wo", "Was", "Gesehen am", "Behoben: wer, wann"], [*rows, *empty], [2, 4, 3, 4])


def _closed(one: Defect) -> str:
    if one.closed_on is None:
        return ""
    return ", ".join(filter(None, [one.closed_by.full_name if one.closed_by else "", day(one.closed_on)]))
