"""Between tenant and landlord: what is to be built, never why (§ 554 BGB; docs/decisions/066)."""

import datetime as dt

from piano.kit.printing import Sheet, blocks
from quarters.conversions.catalogue import feature_label
from quarters.conversions.flats import needed_features
from quarters.conversions.papers.parts import (
    BLANK,
    DEAR_ALL,
    KINDLY,
    day,
    from_house,
    from_landlord,
    from_tenant,
    landlord_of,
    measures,
    of_case,
    to_flat,
)
from quarters.costs import say_euros
from quarters.models import Conversion, ConversionPerson, Permission, Side


def check_sheet(case: Conversion, today: dt.date) -> Sheet:
    """For whoever looks at the house: what is wished, what has to be known, and which of three ways it goes."""
    return Sheet(
        title="Bitte um Prüfung des Hauses",
        letter=from_house([landlord_of(case)], today),
        blocks=[
            of_case(case),
            blocks.text(DEAR_ALL),
            blocks.text("bitte prüfen Sie, ob in dieser Wohnung umgebaut werden kann. Gewünscht ist:"),
            measures(case),
            blocks.ticks("Decke und Wände tragen es", "Die Leitungen passen", "Das Haus steht unter Denkmalschutz"),
            blocks.ticks("A: umbauen", "B: umziehen", "C: nicht möglich", label="Entscheidung", columns=3),
            blocks.fields(("Bemerkung", 1)),
            blocks.signatures("Ort, Datum", "Für den Vermieter"),
        ],
        language="de",
    )


def ask_permission(case: Conversion, person: ConversionPerson, today: dt.date) -> Sheet:
    """From the tenant to the landlord (§ 554 BGB)."""
    user = person.resident.user
    return Sheet(
        title="Bitte um Erlaubnis für einen barrierefreien Umbau (§\u00a0554\u00a0BGB)",
        letter=from_tenant(user, [landlord_of(case)], today),
        blocks=[
            of_case(case),
            blocks.text(DEAR_ALL),
            blocks.text(
                "ich bitte Sie um Ihre Erlaubnis für bauliche Veränderungen in meiner Wohnung, die dem Gebrauch durch "
                "Menschen mit Behinderungen dienen (§ 554 Abs. 1 BGB). Geplant ist:"
            ),
            measures(case),
            blocks.text(
                "Bitte antworten Sie mir schriftlich und mit Datum. Bitte schreiben Sie auch, ob Sie beim Auszug einen Rückbau "
                "verlangen und ob Sie eine Sicherheit dafür wünschen."
            ),
            blocks.text(KINDLY),
            blocks.signatures("Ort, Datum", user.full_name),
        ],
        language="de",
    )


def answer(case: Conversion, today: dt.date) -> Sheet:
    """The landlord's written answer with its day: as it was entered, else to tick."""
    said = case.permission
    words = {
        Permission.YES: "Ja, wir erlauben diesen Umbau.",
        Permission.CONDITIONS: "Ja, wir erlauben diesen Umbau, mit diesen Auflagen:",
        Permission.NO: "Nein, wir erlauben diesen Umbau nicht, aus diesem Grund:",
    }
    ticks = blocks.ticks("Ja", "Ja, mit diesen Auflagen:", "Nein, aus diesem Grund:")
    open_ends = [] if said == Permission.YES else [blocks.lines(count=2)]
    deposit = say_euros(case.deposit_cents) if case.deposit_cents else ""
    return Sheet(
        title="Unsere Antwort auf Ihre Bitte um Erlaubnis (§\u00a0554\u00a0BGB)",
        letter=from_landlord(case, to_flat(case), case.permission_on or today),
        blocks=[
            of_case(case),
            blocks.text("Guten Tag,"),
            blocks.text("Sie haben uns um Erlaubnis für diesen Umbau gebeten:"),
            measures(case),
            blocks.note(words[Permission(said)]) if said else ticks,
            *open_ends,
            blocks.facts(("Sicherheit für den Rückbau", deposit)),
            blocks.text(KINDLY),
            blocks.signatures("Ort, Datum", landlord_of(case)),
        ],
        language="de",
    )


def agreement(case: Conversion, today: dt.date) -> Sheet:
    """Who builds, whether it is undone when she moves out, and what it does to the rent; both sign."""
    sides = {Side.LANDLORD: "der Vermieter", Side.TENANT: "die Mieterin oder der Mieter"}
    restores = {True: "ja", False: "nein, der Umbau bleibt"}
    return Sheet(
        title="Vereinbarung über einen Umbau",
        lede=str(case.flat),
        large=True,
        blocks=[
            blocks.facts(
                ("Nummer", case.reference),
                ("Vermieter", landlord_of(case)),
                ("Erlaubnis vom", day(case.permission_on)),
                ("Es baut", sides[Side(case.builder)] if case.builder else BLANK),
                ("Rückbau beim Auszug", BLANK if case.restores is None else restores[case.restores]),
                ("Mehr Miete im Monat", _rent(case)),
                ("Sicherheit", say_euros(case.deposit_cents) if case.deposit_cents else ""),
            ),
            blocks.heading("Was gebaut wird"),
            measures(case),
            blocks.note("Bestellt wird erst, wenn jeder Antrag auf Geld entschieden ist."),
            blocks.signatures("Ort, Datum", "Mieterin oder Mieter"),
            blocks.signatures("Ort, Datum", "Vermieter"),
        ],
        language="de",
    )


def _rent(case: Conversion) -> str:
    if not case.agreed_on:
        return BLANK
    return say_euros(case.rent_cents) if case.rent_cents else "keine"


def ask_flat(case: Conversion, person: ConversionPerson, today: dt.date) -> Sheet:
    """From the tenant to the landlord: another flat nearby, and what it has to have."""
    user = person.resident.user
    return Sheet(
        title="Bitte um eine passende Wohnung in der Nähe",
        letter=from_tenant(user, [landlord_of(case)], today),
        blocks=[
            of_case(case),
            blocks.text(DEAR_ALL),
            blocks.text(
                "in meiner Wohnung lässt sich nicht gut umbauen. Ich suche deshalb eine passende Wohnung in der Nähe. "
                "Sie sollte haben:"
            ),
            blocks.ticks(*[feature_label(code) for code in needed_features(case)]),
            blocks.text("Bitte merken Sie mich vor, und schreiben Sie mir, wenn eine solche Wohnung frei wird."),
            blocks.text(KINDLY),
            blocks.signatures("Ort, Datum", user.full_name),
        ],
        language="de",
    )
