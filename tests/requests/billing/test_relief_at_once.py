"""Over real connections: four receivers billed at the same moment are three, and a budget is spent once."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from piano.kit.errors import DomainError
from requests.billing import relief
from requests.billing.errors import FourthReceiver, OverBudget
from requests.models import ReliefLine, ReliefMonth
from tests.conftest import Cast
from tests.factories import make_category, make_price, make_resident
from tests.requests.billing.making import MONTH, bill, claimed, helped
from tests.volunteers.accounts.making import make_officer
from volunteers.models import Recognition

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], Any]) -> list[str]:
    """What each ended in: nothing, or the name of the error."""
    ended, begin = [""] * len(acts), threading.Barrier(len(acts))

    def run(at: int) -> None:
        begin.wait()
        try:
            acts[at]()
        except (DomainError, Exception) as error:
            ended[at] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[at]) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def set_up(cast: Cast, receivers: int, *, cents: int) -> tuple[Any, list[Any]]:
    cast.shop.relief_amount = "ja"
    cast.shop.save()
    make_price(cast.volunteer.association, "hour", cents, category=cast.shop)
    for volunteer in cast.volunteers:
        Recognition.objects.create(volunteer=volunteer, authority="Magistrat", valid_from=dt.date(2026, 1, 1))
    officer = make_officer(cast.volunteer.association)
    people = [make_resident(cast.district) for _ in range(receivers)]
    for at, one in enumerate(people):
        claimed(one, officer)
        helped(cast, receiver=one, day=3 + at)
    return officer, people


def test_four_at_the_same_moment_are_three(cast: Cast) -> None:
    officer, people = set_up(cast, 4, cents=1_000)
    ended = together(*[lambda one=one: bill(cast, officer, one) for one in people])
    assert ended == ["", "", "", FourthReceiver.__name__]
    assert sorted(ReliefMonth.objects.values_list("place", flat=True)) == [1, 2, 3]


def test_without_the_lock_the_database_still_lets_no_fourth_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: all four find the first place free before anybody takes it, and the constraint lets one through."""
    officer, people = set_up(cast, 4, cents=1_000)
    begin, save = threading.Barrier(4), ReliefMonth.save
    monkeypatch.setattr(ReliefMonth, "save", lambda self, **kwargs: (begin.wait(), save(self, **kwargs)))
    monkeypatch.setattr(relief, "lock_both", lambda helper, receiver: None)
    ended = together(*[lambda one=one: bill(cast, officer, one) for one in people])
    assert ended == ["", "IntegrityError", "IntegrityError", "IntegrityError"]
    assert ReliefMonth.objects.count() == 1


def test_a_budget_is_spent_once(cast: Cast) -> None:
    """Two helpers of the same tenant, each for more than half of the month's amount."""
    officer, _people = set_up(cast, 0, cents=8_000)
    claimed(cast.tenant, officer)
    helped(cast)
    other = helped(cast, day=9, category=make_category(relief_amount="ja")).assignments.get()
    other.person = cast.volunteers[1].user
    other.save()
    make_price(cast.volunteer.association, "hour", 8_000, category=other.visit.help_request.category)
    said = {"receiver": cast.tenant.user, "association": cast.volunteer.association, "month": MONTH, "by": officer}
    now = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    acts = [lambda one=one: relief.bill_month(helper=one.user, **said, now=now) for one in cast.volunteers[:2]]
    assert together(*acts) == ["", OverBudget.__name__]
    assert ReliefLine.objects.count() == 1
