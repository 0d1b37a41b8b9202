"""What help costs, in sentences. Pure over loaded prices; who may help is found in the rooms above (`requests.wishes.costs`).

Before it is known who helps, the kindest sentence that is true for each association is said; one that is silent about its
price makes no promise for the others.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from piano.kit.languages import in_sentences
from quarters.models import Category, Price, PriceKind, Who
from quarters.models.prices import FEES, OUTLAYS


@dataclass(frozen=True)
class Costs:
    """`most_cents` is the dearest hour that was said: 0 is free, None that no amount was said."""

    sentences: tuple[str, ...]
    most_cents: int | None = None

    @property
    def words(self) -> str:
        return in_sentences(self.sentences)

    @property
    def mark(self) -> str:
        """A short word that changes with the sentences: a form sends back which ones it showed."""
        return hashlib.sha256(self.words.encode()).hexdigest()[:12]


def tell_costs(
    prices: Iterable[Price],
    *,
    category: Category,
    associations: Collection[int] = (),
    services: Collection[int] = (),
    is_urgent: bool = False,
) -> Costs:
    """For one kind of help and the organisations (their keys) that may help; `prices` are those of the day.

    Professional help is the services' own; an urgent wish may end with them, so their price is said as well (domain 6.1).
    """
    known = list(prices)
    fees = _of_each(known, associations, category, FEES)
    sentence, most = _advice(fees) if category.is_professional else _fee(fees)
    sentences = [sentence, *_outlays(_of_each(known, associations, category, OUTLAYS))]
    if category.who == Who.TRAINED and category.relief_amount == "ja":
        sentences.append(_("Oft zahlt die Pflegekasse den Entlastungsbetrag."))
    if category.is_professional:
        sentences.append(tell_care(known, category=category, services=services))
    elif is_urgent:
        first = _("Findet sich heute niemand in der Nachbarschaft, können wir einen Pflegedienst fragen.")
        sentences += [first, tell_care(known, category=category, services=services)]
    return Costs(tuple(sentence for sentence in sentences if sentence), most)


def tell_care(prices: Iterable[Price], *, category: Category, services: Collection[int]) -> str:
    """A care service's price before the call-out, and that it needs a yes (domain 6.1: pay only for use)."""
    care = _of_each(list(prices), services, category, (PriceKind.CARE,))
    amounts = sorted({price.cents for price in care if price})
    if not amounts or None in care:
        price = _("Was der Pflegedienst kostet, hören Sie vorher.")
    elif len(amounts) == 1:
        price = _("Der Pflegedienst kostet %(amount)s je Einsatz.") % {"amount": say_euros(amounts[0])}
    else:
        span = {"least": say_euros(amounts[0]), "most": say_euros(amounts[-1])}
        price = _("Der Pflegedienst kostet %(least)s bis %(most)s je Einsatz.") % span
    return in_sentences((price, _("Er kommt nur, wenn Sie vorher Ja sagen.")))


def _of_each(
    prices: list[Price], organisations: Collection[int], category: Category, kinds: Collection[str]
) -> list[Price | None]:
    """Each organisation's price for this kind of help, else the one for all kinds, else None."""
    found: dict[tuple[int, int | None], Price] = {
        (price.organisation_id, price.category_id): price for price in prices if price.kind in kinds
    }
    return [found.get((key, category.pk)) or found.get((key, None)) for key in sorted(organisations)]


def _fee(fees: list[Price | None]) -> tuple[str, int | None]:
    if not fees or any(fee is None or fee.kind == PriceKind.ASK for fee in fees):
        return _("Bevor jemand kommt, sagen wir Ihnen, ob es etwas kostet."), None
    amounts = sorted({fee.cents for fee in fees if fee})
    least, most = amounts[0], amounts[-1]
    if most == 0:
        return _("Kostet nichts. Kein Vertrag, keine Mitgliedschaft."), most
    if least == most:
        return _("Der Verein nimmt %(amount)s je Stunde.") % {"amount": say_euros(most)}, most
    said = {"least": say_euros(least), "most": say_euros(most)}
    if least:
        words = _("Der Verein nimmt %(least)s bis %(most)s je Stunde, je nach Verein.") % said
    elif len(amounts) > 2:
        words = _("Kostet nichts oder bis zu %(most)s je Stunde, je nach Verein.") % said
    else:
        words = _("Kostet nichts oder %(most)s je Stunde, je nach Verein.") % said
    return in_sentences((words, _("Sie hören es, bevor jemand kommt."))), most


def _advice(fees: list[Price | None]) -> tuple[str, int | None]:
    """Where somebody else than a care service advises, too."""
    is_free = bool(fees) and all(fee is not None and fee.kind == PriceKind.FREE for fee in fees)
    return (_("Die Beratung kostet nichts."), 0) if is_free else ("", None)


def _outlays(outlays: list[Price | None]) -> list[str]:
    """What is bought is paid by the person herself; said once, even where not each association says it."""
    said = {
        PriceKind.SHOPPING: _("Den Einkauf zahlen Sie bar gegen den Kassenzettel."),
        PriceKind.MATERIAL: _("Material zahlen Sie bar gegen den Kassenzettel."),
        PriceKind.FEED: _("Futter zahlen Sie bar gegen den Kassenzettel."),
        PriceKind.MEAL: _("Sie zahlen nur, was das Essen kostet."),
        PriceKind.RIDE: _("Sie zahlen nur die Kosten der Fahrt. Den Betrag hören Sie vorher."),
    }
    words = {
        _("Für die Fahrt zahlen Sie %(amount)s je Kilometer.") % {"amount": say_euros(outlay.cents)}
        if outlay.kind == PriceKind.KILOMETRE
        else said[PriceKind(outlay.kind)]
        for outlay in outlays
        if outlay
    }
    return sorted(words)


def say_euros(cents: int) -> str:
    """„3 €“, „2,50 €“, „4.180 €“; „nichts“ would be another sentence."""
    whole = cents % 100 == 0
    amount = cents // 100 if whole else Decimal(cents) / 100
    return f"{number_format(amount, decimal_pos=0 if whole else 2, force_grouping=True)} €"
