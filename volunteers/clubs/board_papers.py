"""What the register has to know of a new board (§ 67 BGB), to print and as a text; signed before Ortsgericht or notary as the first one."""

import datetime as dt

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.models import Organisation
from volunteers.clubs.offices import IN_REGISTER
from volunteers.clubs.rules import rules_of
from volunteers.clubs.statute import BLANK
from volunteers.models import BoardTerm

LOOK_BACK = relativedelta(
    months=12
)  # whoever left within it is named as gone; older changes were told, or are crossed out


def change_of_board(association: Organisation, *, on: dt.date) -> Sheet:
    """Who acts for it today, and who does no more."""
    rows = BoardTerm.objects.filter(member__association=association, office__in=IN_REGISTER).select_related("member")
    order = {office: place for place, office in enumerate(IN_REGISTER)}
    here = sorted(rows.filter(left_on=None), key=lambda one: order[one.office])  # type: ignore[index]
    still = {one.member_id for one in here}
    gone = [one for one in rows.filter(left_on__gte=on - LOOK_BACK) if one.member_id not in still]
    rules = rules_of(association)
    return Sheet(
        title="Anmeldung: Änderung im Vorstand",
        lede=association.name,
        foot=association.name,
        language="de",
        blocks=[
            blocks.text("An das Amtsgericht Kassel, Registergericht"),
            blocks.facts(
                ("Verein", association.name), ("Nummer", rules.register_number or BLANK), ("Sitz", rules.seat)
            ),
            blocks.text("Zum Vorstand gehören jetzt:"),
            blocks.table(
                ["Amt", "Name", "Anschrift", "gewählt am", "geboren am"], _here(here), [0, 3, 4, 0, 2], tall=True
            ),
            *_left(gone),
            blocks.text("Je zwei von ihnen vertreten den Verein gemeinsam (§ 26 BGB)."),
            blocks.text("Wir legen eine Kopie des Protokolls der Versammlung bei, in der gewählt wurde."),
            blocks.note(
                "Bitte erst vor dem Ortsgericht oder im Notariat unterschreiben. Ausweis mitbringen. "
                "Das Geburtsdatum tragen Sie von Hand ein, wir speichern es nicht."
            ),
            blocks.signatures(*([one.member.name for one in here] or ["Für den Vorstand"])),
            blocks.heading("Beglaubigung"),
            blocks.lines("", 3),
        ],
    )


def _here(terms: list[BoardTerm]) -> list[list[str]]:
    return [
        [str(one.get_office_display()), one.member.name, one.member.street, f"{one.starts_on:%d.%m.%Y}", ""]
        for one in terms
    ] or [[str(office.label), "", "", "", ""] for office in IN_REGISTER]


def _left(terms: list[BoardTerm]) -> list[blocks.Block]:
    if not terms:
        return []
    rows = [
        [str(one.get_office_display()), one.member.name, clock.say_date(one.left_on, with_year=True)]
        for one in terms
        if one.left_on
    ]
    return [blocks.text("Nicht mehr zum Vorstand gehören:"), blocks.table(["Amt", "Name", "bis"], rows, [0, 4, 3])]
