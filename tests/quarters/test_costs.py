"""What help costs, in sentences: pure over prices that are not even saved."""

from quarters.costs import Costs, say_euros, tell_costs
from quarters.models import Category, Price, PriceKind, Who

SHOP = Category(pk=1, code="shop", who=Who.LAY)
CARE = Category(pk=2, code="care", who=Who.PROFESSIONAL)
RELIEF = Category(pk=3, code="relief", who=Who.TRAINED, relief_amount="ja")
FREE = "Kostet nichts. Kein Vertrag, keine Mitgliedschaft."
ASK = "Bevor jemand kommt, sagen wir Ihnen, ob es etwas kostet."
YES = "Er kommt nur, wenn Sie vorher Ja sagen."


def price(organisation: int, kind: str = PriceKind.FREE, cents: int = 0, category: Category | None = None) -> Price:
    return Price(organisation_id=organisation, category=category, kind=kind, cents=cents)


def hour(organisation: int, cents: int) -> Price:
    return price(organisation, PriceKind.HOUR, cents)


def told(*prices: Price, category: Category = SHOP, **options: bool) -> Costs:
    """Every association has number 1 to 8, every care service 9."""
    helping = sorted({row.organisation_id for row in prices if row.organisation_id < 9})
    return tell_costs(prices, category=category, associations=helping, services=[9], **options)


def test_what_is_free_needs_no_contract() -> None:
    assert told(price(1)) == Costs((FREE,), 0)


def test_one_association_takes_an_hour() -> None:
    assert told(hour(1, 300)) == Costs(("Der Verein nimmt 3 € je Stunde.",), 300)


def test_before_it_is_known_who_helps_each_possibility_is_true() -> None:
    hear = " Sie hören es, bevor jemand kommt."
    assert told(price(1), hour(2, 300)).words == "Kostet nichts oder 3 € je Stunde, je nach Verein." + hear
    assert told(price(1), hour(2, 300), hour(3, 500)).words.startswith("Kostet nichts oder bis zu 5 € je Stunde")
    assert told(hour(2, 250), hour(3, 500)).words.startswith(
        "Der Verein nimmt 2,50 € bis 5 € je Stunde, je nach Verein."
    )
    assert told(price(1), hour(2, 300)).most_cents == 300


def test_an_association_without_a_price_makes_nobody_promise_anything() -> None:
    silent = tell_costs([price(1)], category=SHOP, associations=[1, 2])
    assert silent == Costs((ASK,), None)
    assert told(price(1, PriceKind.ASK)).words == ASK
    assert tell_costs([], category=SHOP).words == ASK


def test_the_price_of_a_kind_of_help_beats_the_one_for_all() -> None:
    assert told(price(1), price(1, PriceKind.HOUR, 300, SHOP)).most_cents == 300
    assert told(price(1), price(1, PriceKind.HOUR, 300, RELIEF)).most_cents == 0


def test_what_is_bought_is_paid_in_cash_against_the_receipt() -> None:
    costs = told(price(1), price(1, PriceKind.SHOPPING, category=SHOP), price(2), price(2, PriceKind.SHOPPING))
    assert costs.sentences == (FREE, "Den Einkauf zahlen Sie bar gegen den Kassenzettel.")


def test_a_kilometre_has_its_amount() -> None:
    assert (
        "Für die Fahrt zahlen Sie 0,25 € je Kilometer." in told(price(1), price(1, PriceKind.KILOMETRE, 25)).sentences
    )


def test_a_care_service_comes_only_after_a_yes() -> None:
    assert (
        told(price(9, PriceKind.CARE, 4500), category=CARE).words == f"Der Pflegedienst kostet 45 € je Einsatz. {YES}"
    )
    assert told(category=CARE).words == f"Was der Pflegedienst kostet, hören Sie vorher. {YES}"
    assert told(price(1), price(9, PriceKind.CARE, 4500), category=CARE).sentences[0] == "Die Beratung kostet nichts."


def test_two_care_services_say_from_and_to() -> None:
    prices = [price(8, PriceKind.CARE, 3800), price(9, PriceKind.CARE, 4500)]
    assert "kostet 38 € bis 45 € je Einsatz" in tell_costs(prices, category=CARE, services=[8, 9]).words
    assert "hören Sie vorher" in tell_costs(prices[:1], category=CARE, services=[8, 9]).words


def test_an_urgent_wish_hears_the_care_services_price_too() -> None:
    care = price(9, PriceKind.CARE, 4500)
    assert "Pflegedienst" not in told(price(1), care).words
    assert told(price(1), care, is_urgent=True).words.endswith(f"Der Pflegedienst kostet 45 € je Einsatz. {YES}")


def test_the_relief_amount_is_named_where_it_may_be_used() -> None:
    assert "Entlastungsbetrag" in told(price(1), category=RELIEF).words


def test_euros_are_said_as_people_say_them() -> None:
    assert [say_euros(300), say_euros(250), say_euros(25)] == ["3 €", "2,50 €", "0,25 €"]


def test_other_sentences_have_another_mark() -> None:
    assert told(price(1)).mark == told(price(2)).mark != told(hour(1, 300)).mark
