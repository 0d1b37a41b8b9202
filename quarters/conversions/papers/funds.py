"""From the tenant to her care fund; the landlord never sees it (§ 40 (4) SGB XI)."""

import datetime as dt

from piano.kit.printing import Sheet, blocks
from quarters.conversions.papers.parts import DEAR_ALL, KINDLY, day, from_tenant, measures
from quarters.costs import say_euros
from quarters.models import Conversion, ConversionPerson, Payer, ShareState

FUND = ["Pflegekasse"]


def care_fund(case: Conversion, person: ConversionPerson, today: dt.date) -> Sheet:
    """The application, before anything is ordered."""
    cost = say_euros(case.cost_cents) if case.cost_cents else ""
    return _letter(
        "Antrag auf einen Zuschuss (§\u00a040 Abs.\u00a04\u00a0SGB\u00a0XI)",
        person,
        today,
        blocks.text("ich beantrage einen Zuschuss zu Maßnahmen, die mein Wohnumfeld verbessern. Geplant ist:"),
        measures(case),
        blocks.facts(("Pflegegrad", person.care_grade), ("Kosten laut Angebot", cost), ("Betrieb", case.firm)),
        blocks.text(
            "Angebot und Erlaubnis des Vermieters liegen bei. Es ist noch nichts bestellt und nichts angefangen. "
            "Bitte schicken Sie mir Ihre Entscheidung schriftlich."
        ),
    )


def pay_out(case: Conversion, person: ConversionPerson, today: dt.date) -> Sheet:
    """After the acceptance: what was approved, with invoice and protocol."""
    share = case.shares.filter(payer=Payer.CARE_FUND, state=ShareState.APPROVED).first()
    return _letter(
        "Bitte um Auszahlung des Zuschusses (§\u00a040 Abs.\u00a04\u00a0SGB\u00a0XI)",
        person,
        today,
        blocks.text("der Umbau, zu dem Sie einen Zuschuss bewilligt haben, ist fertig und abgenommen."),
        blocks.facts(
            ("Bewilligt am", day(share.decided_on) if share else day(None)),
            ("Betrag", say_euros(share.cents) if share else "________"),
            ("Abnahme am", day(case.accepted_on)),
            ("Rechnung vom", day(case.invoice_on)),
            ("Rechnung über", say_euros(case.invoice_cents) if case.invoice_cents else ""),
        ),
        blocks.text("Rechnung und Abnahmeprotokoll liegen bei. Bitte zahlen Sie den Zuschuss aus:"),
        blocks.ticks("an den Betrieb", "an mich", columns=2),
    )


def _letter(title: str, person: ConversionPerson, today: dt.date, *said: blocks.Block) -> Sheet:
    user = person.resident.user
    return Sheet(
        title=title,
        letter=from_tenant(user, FUND, today),
        blocks=[
            blocks.text(DEAR_ALL),
            *said,
            blocks.fields(("Versichertennummer", 1)),
            blocks.text(KINDLY),
            blocks.signatures("Ort, Datum", user.full_name),
        ],
        language="de",
    )
