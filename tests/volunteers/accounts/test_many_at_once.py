"""Many bookings at the same moment, over real connections: the book sums to zero, and every account is the sum of its postings."""

import datetime as dt
import random
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Sum

from piano.kit.errors import DomainError
from quarters.models import Organisation
from tests.volunteers.accounts.making import keep_accounts, make_account, own_account
from volunteers.accounts.booking import book_help, give
from volunteers.models import Booking, Posting, TimeAccount

pytestmark = pytest.mark.django_db(transaction=True)
ACCOUNTS = 12
CONNECTIONS = 16


def at_once(count: int, act: Callable[[int], None]) -> list[Exception]:
    """Each number once, by `CONNECTIONS` threads with a connection of their own, begun together."""
    numbers, failed = iter(range(count)), list[Exception]()
    lock, begin = threading.Lock(), threading.Barrier(CONNECTIONS)

    def work() -> None:
        begin.wait()
        try:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                try:
                    act(number)
                except DomainError:
                    pass  # an empty account gives nothing: a normal answer
                except Exception as error:
                    failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def book_and_give(association: Organisation, accounts: list[TimeAccount], now: dt.datetime) -> Callable[[int], None]:
    """Two of three are help, each told twice; the rest are gifts."""

    def act(number: int) -> None:
        one, other = random.Random(number).sample(accounts, 2)
        assert one.owner is not None
        assert other.owner is not None
        if number % 3 == 2:
            give(one, minutes=30, to=other if number % 2 else None, by=one.owner, now=now)
            return
        said = {"minutes": 60, "about": f"V{number // 2}", "day": now.date(), "by": one.owner, "now": now}
        book_help(association, helpers=[one.owner], receiver=other.owner, **said)  # type: ignore[arg-type]

    return act


def off_by() -> tuple[int, int]:
    """What all accounts sum to, and how many accounts are not the sum of their postings."""
    sums = dict(Posting.objects.values_list("account").annotate(sum=Sum("minutes")))
    rows = list(TimeAccount.objects.all())
    return sum(row.minutes for row in rows), sum(row.minutes != sums.get(row.pk, 0) for row in rows)


def naive(giver: TimeAccount, taker: TimeAccount, now: dt.datetime) -> Callable[[int], None]:
    """Reads, adds in Python and writes, without locks and without the triggers: what the book is protected from."""
    begin = threading.Barrier(CONNECTIONS)

    def act(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        had = [TimeAccount.objects.get(pk=one.pk).minutes for one in (giver, taker)]
        begin.wait()
        row = Booking.objects.create(association=giver.association, kind="gift", day=now.date(), made_at=now)
        for account, minutes, before in zip((giver, taker), (-60, 60), had, strict=True):
            Posting.objects.create(booking=row, account=account, minutes=minutes)
            fresh = TimeAccount.objects.filter(pk=account.pk)
            fresh.update(minutes=before + minutes, lowest_minutes=-100_000)

    return act


@pytest.mark.parametrize("count", [60, pytest.param(1_000, marks=pytest.mark.full)])
def test_bookings_at_the_same_moment_sum_to_zero(now: dt.datetime, count: int) -> None:
    association = keep_accounts(now=now)
    accounts = [make_account(association, now=now) for _ in range(ACCOUNTS)]
    assert at_once(count, book_and_give(association, accounts, now)) == []
    assert off_by() == (0, 0)
    assert Booking.objects.exclude(about="").count() == len({n // 2 for n in range(count) if n % 3 != 2})
    assert (
        own_account(association).minutes
        < 0
        <= min(row.minutes for row in TimeAccount.objects.exclude(kind="association"))
    )


def test_without_lock_and_trigger_the_same_race_loses_minutes(now: dt.datetime) -> None:
    """The negative control: this test would see it."""
    association = keep_accounts(now=now)
    giver, taker = make_account(association, now=now), make_account(association, now=now)
    assert at_once(CONNECTIONS, naive(giver, taker, now)) == []
    assert off_by()[1] == 2
