"""To the tenant, in the language that is active: large print, for a window envelope."""

import datetime as dt

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.conversions.papers.parts import address_of, ask_us, from_house
from quarters.conversions.states import ConversionState
from quarters.conversions.wishes import say_wording
from quarters.conversions.words import how_it_stands
from quarters.costs import say_euros
from quarters.models import Conversion, ConversionPerson


def standing(case: Conversion, person: ConversionPerson, today: dt.date) -> Sheet:
    """How it stands."""
    works = (
        f"{clock.say_day(case.starts_on)} – {clock.say_day(case.ends_on)}" if case.starts_on and case.ends_on else ""
    )
    visit = clock.say_moment(case.visit_at) if case.visit_at and case.state == ConversionState.ADVICE else ""
    cost = say_euros(case.cost_cents) if case.cost_cents else ""
    return _letter(
        _("Der Umbau Ihrer Wohnung"),
        person,
        today,
        blocks.text(how_it_stands(case.state)),
        blocks.facts(
            (_("Wir kommen zu Ihnen"), visit),
            (_("Umbau"), works),
            (_("Was es kostet"), cost),
            (_("Nummer"), case.reference),
        ),
    )


def visit(case: Conversion, person: ConversionPerson, today: dt.date) -> Sheet:
    """When we come, and that nothing has to be ready."""
    moment = clock.say_moment(case.visit_at) if case.visit_at else "________"
    return _letter(
        _("Wir kommen zu Ihnen"),
        person,
        today,
        blocks.text(_("wir sehen uns mit Ihnen die Wohnung an und überlegen zusammen, was hilft.")),
        blocks.note(moment),
        blocks.text(_("Sie müssen nichts vorbereiten. Gern kann jemand dabei sein, dem Sie vertrauen.")),
        blocks.text(_("Wir fotografieren nur Zimmer, keine Menschen, und nur, wenn Sie es möchten.")),
        blocks.facts((_("Nummer"), case.reference)),
    )


def consent(case: Conversion, person: ConversionPerson, today: dt.date) -> Sheet:
    """The wording that is read out otherwise, to read and sign; it names the landlord as receiver."""
    name = case.landlord.name if case.landlord else "________"
    return _letter(
        _("Ihre Einwilligung zum Umbau"),
        person,
        today,
        blocks.text(_("bevor Ihr Vermieter etwas erfährt, fragen wir Sie.")),
        blocks.note(say_wording(name)),
        blocks.ticks(_("Ja, ich bin einverstanden."), _("Nein, ich bin nicht einverstanden.")),
        blocks.signatures(_("Ort, Datum"), _("Unterschrift")),
        closing="",
    )


def _letter(
    title: str, person: ConversionPerson, today: dt.date, *said: blocks.Block, closing: str | None = None
) -> Sheet:
    """`closing` instead of greetings; nothing for a paper that comes back."""
    user = person.resident.user
    closing = _("Herzliche Grüße\nIhr Treffpunkt") if closing is None else closing
    return Sheet(
        title=title,
        large=True,
        letter=from_house(address_of(user), today),
        blocks=[
            blocks.text(_("Guten Tag {name},").format(name=user.addressed_name)),
            *said,
            blocks.note(ask_us()),
            *([blocks.text(closing)] if closing else []),
        ],
    )
