"""How a date of the programme is said: where it is, what it costs, how many places there are."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.models import Event
from quarters.points.reading import tenure_on


def say_title(event: Event) -> str:
    """What is written to whoever comes. Whoever else reads a message, or calls for it, learns of no conversation what it is about."""
    return _("Gespräch im %(place)s") % {"place": event.meeting_point.name} if event.is_confidential else event.title


def say_where(event: Event) -> str:
    """„Treffpunkt Mattenberg“, in a list."""
    return event.place or event.meeting_point.name


def say_place(event: Event) -> str:
    """„Treffpunkt Mattenberg, Musterstraße 1“: the address that holds on that day. Asks once, unless it is `with_address`."""
    return event.place or ", ".join(filter(None, [event.meeting_point.name, street_of(event)]))


def street_of(event: Event) -> str:
    tenure = tenure_on(event.meeting_point, clock.local(event.starts_at).date())
    return tenure.street if tenure else ""


def say_cents(cents: int) -> str:
    """„3,50 €“, in the reader's own figures of money."""
    point = "." if get_language() in ("en", "ar") else ","
    return f"{cents // 100}{point}{cents % 100:02d} €" if cents % 100 else f"{cents // 100} €"


def say_price(event: Event) -> str:
    if event.is_free_of_charge:
        return _("Kostet nichts.")
    if event.card_price_cents is None:
        return _("Kostet %(price)s.") % {"price": say_cents(event.price_cents)}
    prices = {"price": say_cents(event.price_cents), "card": say_cents(event.card_price_cents)}
    return _("Kostet %(price)s, mit der Kassel-Karte %(card)s.") % prices


def say_free(event: Event) -> str:
    """How many places are left, as far as somebody who wants to come has to know."""
    if event.free_places is None:
        return _("Es ist Platz für alle.")
    if event.is_full:
        return _("Alle Plätze sind vergeben. Sie können auf die Warteliste.")
    return ngettext("Noch %(n)d Platz frei.", "Noch %(n)d Plätze frei.", event.free_places) % {"n": event.free_places}
