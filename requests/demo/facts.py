"""What suits the invented volunteers, and who of them is recognised."""

import datetime as dt
from typing import Any

from quarters.models import User
from volunteers.models import DayTime, Gender, Recognition, Volunteer


def suits(number: int, user: User) -> dict[str, Any]:
    """Homes, stairs, holidays: a little different for everybody. Every third drives her own car."""
    return {
        "has_car": number % 3 == 0,
        "gender": {"Frau": Gender.FEMALE, "Herr": Gender.MALE}.get(user.salutation, Gender.UNSAID),
        "fine_with_pets": number % 7 != 0,
        "fine_with_smoke": number % 3 != 0,
        "most_floors": 2 if number % 5 == 0 else None,
        "works_on_holidays": number % 6 == 0,
    }


def recognise(volunteers: list[Volunteer], *, today: dt.date, since: dt.date) -> None:
    """All of these, one of them provisionally; a few said something for single days."""
    Recognition.objects.bulk_create(
        Recognition(
            volunteer=volunteer,
            authority="Magistrat der Stadt Kassel",
            file_number=f"50.3-{1000 + number}",
            valid_from=today - dt.timedelta(days=90) if number == 0 else since,
            is_provisional=number == 0,
            valid_until=today + dt.timedelta(days=90) if number == 0 else None,
        )
        for number, volunteer in enumerate(volunteers)
    )
    DayTime.objects.bulk_create(
        DayTime(
            volunteer=volunteer,
            day=today + dt.timedelta(days=3 + number % 5),
            is_free=number % 2 == 0,
            starts=dt.time(9),
            ends=dt.time(13),
        )
        for number, volunteer in enumerate(volunteers[:8])
    )
