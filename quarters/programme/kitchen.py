"""The kitchen's list: how many of each meal, and what somebody must not eat. Nobody else reads it; two weeks later it is gone."""

from collections import Counter
from dataclasses import dataclass

from piano.kit.alphabet import alphabetical
from quarters.models import Event, Meal, Seat
from quarters.models.registrations import HOLDING


@dataclass(frozen=True)
class Kitchen:
    """`meals`: what, how often; `allergies`: a name with what she must not eat."""

    people: int
    meals: list[tuple[str, int]]
    allergies: list[tuple[str, str]]


def kitchen_list(event: Event) -> Kitchen:
    rows = Seat.objects.filter(registration__event=event, registration__state__in=HOLDING).order_by(
        *alphabetical("name"), "pk"
    )
    seats = list(rows)
    counted = Counter(seat.meal or Meal.ANY for seat in seats)
    meals = [(str(meal.label), counted[meal.value]) for meal in Meal if counted[meal.value]]
    return Kitchen(len(seats), meals, [(seat.name, seat.allergies) for seat in seats if seat.allergies])
