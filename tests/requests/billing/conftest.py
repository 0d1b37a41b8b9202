"""An association whose people are recognised, with a price an hour, and its officer."""

import datetime as dt

import pytest

from quarters.models import Category, Organisation, PriceKind, User
from tests.conftest import Cast
from tests.factories import make_price
from tests.volunteers.accounts.making import make_officer
from volunteers.models import Recognition


@pytest.fixture
def association(cast: Cast) -> Organisation:
    make_price(cast.volunteer.association, PriceKind.HOUR, 1_000, category=cast.shop)
    Category.objects.filter(pk=cast.shop.pk).update(relief_amount="ja")
    cast.shop.refresh_from_db()
    for volunteer in cast.volunteers:
        Recognition.objects.create(
            volunteer=volunteer, authority="Magistrat Kassel", file_number="51-7", valid_from=dt.date(2026, 1, 1)
        )
    return cast.volunteer.association


@pytest.fixture
def officer(association: Organisation) -> User:
    return make_officer(association)
