"""What is printed of a conversion: letters (DIN 5008), the notice for the house, the acceptance protocol with lines to sign on."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.kit.printing import Letter, Sheet, blocks
from quarters.conversions import reading
from quarters.conversions.catalogue import EDITION, ROOMS
from quarters.conversions.states import ConversionState
from quarters.conversions.words import how_it_stands
from quarters.costs import say_euros
from quarters.models import Conversion, ConversionPerson, User


def tenant_letter(case: Conversion, person: ConversionPerson, *, today: dt.date) -> Sheet:
    """How it stands, in the language that is active: large print, for a window envelope."""
    house, user = default_house(), person.resident.user
    works = (
        f"{clock.say_day(case.starts_on)} – {clock.say_day(case.ends_on)}" if case.starts_on and case.ends_on else ""
    )
    return Sheet(
        title=_("Der Umbau Ihrer Wohnung"),
        large=True,
        letter=Letter(to=address_of(user), sender=house.label, info=_info(today)),
        blocks=[
            blocks.text(_("Guten Tag {name},").format(name=user.addressed_name)),
            blocks.text(how_it_stands(case.state)),
            blocks.facts(
                (
                    _("Wir kommen zu Ihnen"),
                    clock.say_moment(case.visit_at) if case.visit_at and case.state == ConversionState.ADVICE else "",
                ),
                (_("Umbau"), works),
                (_("Was es kostet"), say_euros(case.cost_cents) if case.cost_cents else ""),
                (_("Nummer"), case.reference),
            ),
            blocks.note(_ask(house.label, house.number)),
            blocks.text(_("Herzliche Grüße\nIhr Treffpunkt")),
        ],
    )


def _ask(label: str, number: str) -> str:
    return _("Fragen? Rufen Sie an: {label}, {phone}.").format(label=label, phone=say_phone(number))


def _info(today: dt.date) -> list[str]:
    house = default_house()
    return [house.label, say_phone(house.number), "", clock.say_date(today, with_year=True)]


def address_of(user: User) -> list[str]:
    """For a window; a house that is not known stays open for the pen."""
    salutation = {"Herr": "Herrn"}.get(user.salutation, user.salutation)
    return [line for line in [salutation, user.full_name, *user.postal_lines] if line]


def permission_letter(case: Conversion, person: ConversionPerson, *, today: dt.date) -> Sheet:
    """From the tenant to the landlord: what is to be built, never why (§ 554 BGB)."""
    user = person.resident.user
    return Sheet(
        title="Bitte um Erlaubnis für einen barrierefreien Umbau (§\u00a0554 BGB)",
        letter=Letter(
            to=[case.landlord.name if case.landlord else "Vermieter"],
            sender=" · ".join([user.full_name, *user.postal_lines]),
            info=[clock.say_date(today, with_year=True)],
        ),
        blocks=[
            blocks.facts(("Wohnung", str(case.flat)), ("Nummer", case.reference)),
            blocks.text("Sehr geehrte Damen und Herren,"),
            blocks.text(
                "ich bitte Sie um Ihre Erlaubnis für bauliche Veränderungen in meiner Wohnung, die dem Gebrauch durch "
                "Menschen mit Behinderungen dienen (§ 554 Abs. 1 BGB). Geplant ist:"
            ),
            _measures(case),
            blocks.text(
                "Bitte antworten Sie mir schriftlich und mit Datum. Bitte schreiben Sie auch, ob Sie beim Auszug einen Rückbau "
                "verlangen und ob Sie eine Sicherheit dafür wünschen."
            ),
            blocks.text("Mit freundlichen Grüßen"),
            blocks.signatures("Ort, Datum", user.full_name),
        ],
        language="de",
    )


def care_fund_letter(case: Conversion, person: ConversionPerson, *, today: dt.date) -> Sheet:
    """From the tenant to her care fund; the landlord never sees it (§ 40 (4) SGB XI)."""
    user = person.resident.user
    cost = say_euros(case.cost_cents) if case.cost_cents else ""
    return Sheet(
        title="Antrag auf einen Zuschuss (§\u00a040 Abs.\u00a04 SGB XI)",
        letter=Letter(
            to=["Pflegekasse"],
            sender=" · ".join([user.full_name, *user.postal_lines]),
            info=[clock.say_date(today, with_year=True)],
        ),
        blocks=[
            blocks.text("Sehr geehrte Damen und Herren,"),
            blocks.text("ich beantrage einen Zuschuss zu Maßnahmen, die mein Wohnumfeld verbessern. Geplant ist:"),
            _measures(case),
            blocks.facts(("Pflegegrad", person.care_grade), ("Kosten laut Angebot", cost), ("Betrieb", case.firm)),
            blocks.text(
                "Angebot und Erlaubnis des Vermieters liegen bei. Es ist noch nichts bestellt und nichts angefangen. "
                "Bitte schicken Sie mir Ihre Entscheidung schriftlich."
            ),
            blocks.fields(("Versichertennummer", 1)),
            blocks.text("Mit freundlichen Grüßen"),
            blocks.signatures("Ort, Datum", user.full_name),
        ],
        language="de",
    )


def neighbours_notice(case: Conversion) -> Sheet:
    """For the stairwell: which days and whom to call, never which flat and why."""
    house = default_house()
    days = ""
    if case.starts_on and case.ends_on:
        days = f"{clock.say_date(case.starts_on)} bis {clock.say_date(case.ends_on, with_year=True)}"
    return Sheet(
        title="In unserem Haus wird gebaut",
        large=True,
        blocks=[
            blocks.text("Liebe Nachbarinnen und Nachbarn,"),
            blocks.text("in einer Wohnung wird umgebaut. An diesen Tagen kann es laut und staubig werden:"),
            blocks.note(days or "Die Tage stehen noch nicht fest."),
            blocks.facts(("Betrieb", case.firm), ("Haus", str(case.flat.building))),
            blocks.text("Der Weg nach draußen bleibt frei. Vielen Dank, dass Sie Rücksicht nehmen."),
            blocks.note(_ask(house.label, house.number)),
        ],
        language="de",
    )


def acceptance_protocol(case: Conversion) -> Sheet:
    """What was built, what was not in order and who closed it when; lines for both sides to sign on."""
    return Sheet(
        title="Abnahmeprotokoll",
        lede=str(case.flat),
        large=True,
        blocks=[
            blocks.facts(
                ("Nummer", case.reference),
                ("Vermieter", case.landlord.name if case.landlord else ""),
                ("Betrieb", case.firm),
                ("Auftrag vom", _day(case.ordered_on)),
                ("Umbau", f"{_day(case.starts_on)} bis {_day(case.ends_on)}"),
                ("Abnahme am", _day(case.accepted_on)),
            ),
            blocks.heading("Was gebaut wurde"),
            _measures(case),
            blocks.heading("Mängel"),
            *_defects(case),
            blocks.ticks("Der Betrieb hat gezeigt, wie alles bedient wird.", "Alle Mängel sind behoben."),
            blocks.signatures("Ort, Datum", "Mieterin oder Mieter"),
            blocks.signatures("Vermieter", "Betrieb"),
        ],
        language="de",
    )


def _day(day: dt.date | None) -> str:
    return clock.say_date(day, with_year=True) if day else "________"


def _measures(case: Conversion) -> blocks.Block:
    found = [reading.say_measure(one) for one in case.measures.all()]
    return blocks.table(["Was", f"Maße nach {EDITION}"], [[one.name, one.figures] for one in found], [3, 5])


def _defects(case: Conversion) -> list[blocks.Block]:
    rows = [
        [str(ROOMS[one.room]), one.words, _day(one.found_on), _closed(one.closed_by, one.closed_on)]
        for one in case.defects.select_related("closed_by")
    ]
    empty = [["", "", "", ""]] * max(1, 2 - len(rows))
    return [blocks.table(["Wo", "Was", "Gesehen am", "Behoben: wer, wann"], [*rows, *empty], [2, 4, 3, 4])]


def _closed(by: User | None, on: dt.date | None) -> str:
    return "" if on is None else ", ".join(filter(None, [by.full_name if by else "", _day(on)]))


OF_FLAT: dict[str, Callable[[Conversion], Sheet]] = {"nachbarn": neighbours_notice, "abnahme": acceptance_protocol}
OF_PERSON = {"stand": tenant_letter, "erlaubnis": permission_letter, "pflegekasse": care_fund_letter}
