"""Property: whatever is booked, given, granted, undone or ruled in whatever order, the book sums to zero and nobody is below the rule."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from piano.kit.errors import DomainError
from quarters.models import Organisation, User
from tests.conftest import Cast
from tests.volunteers.accounts.making import keep_accounts, make_account, make_officer
from volunteers.accounts.booking import book_back, book_effort, book_help, give, grant, set_hardship
from volunteers.accounts.rules import set_rule
from volunteers.models import AccountKind, Booking, Posting, TimeAccount, Unit

pytestmark = pytest.mark.django_db
WHO = st.integers(0, 2)
MINUTES = st.integers(1, 200)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("help"), WHO, WHO, MINUTES),
        st.tuples(st.just("effort"), WHO, WHO, MINUTES),
        st.tuples(st.just("grant"), WHO, WHO, MINUTES),
        st.tuples(st.just("give"), WHO, WHO, MINUTES),
        st.tuples(st.just("pot"), WHO, WHO, MINUTES),
        st.tuples(st.just("back"), WHO, WHO, MINUTES),
        st.tuples(st.just("hardship"), WHO, WHO, MINUTES),
        st.tuples(st.just("rule"), WHO, WHO, MINUTES),
    ),
    max_size=12,
)


def take(step: tuple[str, int, int, int], at: int, house: Organisation, officer: User, now: dt.datetime) -> None:
    """One step; what is not possible is a normal answer."""
    what, one, other, minutes = step
    accounts = list(
        TimeAccount.objects.filter(kind=AccountKind.PERSON).select_related("owner", "association").order_by("pk")
    )
    mine, theirs = accounts[one], accounts[other]
    assert mine.owner is not None
    assert theirs.owner is not None
    said = {"minutes": minutes, "by": officer, "now": now}
    about = {"about": f"S{at}", "day": now.date()}
    if what == "help":
        book_help(house, helpers=[mine.owner], receiver=theirs.owner, **said, **about)  # type: ignore[arg-type]
    elif what == "effort":
        book_effort(house, person=mine.owner, **said, **about)  # type: ignore[arg-type]
    elif what == "grant":
        grant(mine, reason="Willkommen", **said)  # type: ignore[arg-type]
    elif what in ("give", "pot"):
        give(mine, minutes=minutes, to=theirs if what == "give" else None, by=mine.owner, now=now)
    elif what == "back":
        rows = list(Booking.objects.order_by("pk"))
        if rows:
            book_back(rows[minutes % len(rows)], reason="Versehen", by=officer, now=now)
    elif what == "hardship":
        set_hardship(mine, is_hardship=bool(minutes % 2), by=officer, now=now)
    else:
        kept = {"unit": Unit.POINTS, "points_per_hour": 2, "step_minutes": 1 + minutes % 60}
        set_rule(house, **kept, lowest_minutes=minutes if other else 0, by=officer, now=now)  # type: ignore[arg-type]


def broken(house: Organisation) -> list[str]:
    """Which of the sentences that always hold do not hold, whatever was before."""
    connection.check_constraints()
    sums = dict(Posting.objects.values_list("account").annotate(sum=Sum("minutes")))
    rows = list(TimeAccount.objects.filter(association=house))
    people = [row for row in rows if row.kind != AccountKind.ASSOCIATION]
    holds = {
        "the book sums to zero": sum(row.minutes for row in rows) == 0,
        "an account equals its postings": all(row.minutes == sums.get(row.pk, 0) for row in rows),
        "nobody is below the rule": all(row.minutes >= row.lowest_minutes for row in people),
        "each booking sums to zero": not Booking.objects.annotate(sum=Sum("postings__minutes")).exclude(sum=0).exists(),
    }
    return [sentence for sentence, is_true in holds.items() if not is_true]


@settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_the_book_sums_to_zero_and_nobody_is_below_the_rule(
    cast: Cast, now: dt.datetime, steps: list[tuple[str, int, int, int]]
) -> None:
    with transaction.atomic():
        house = keep_accounts(now=now)
        officer = make_officer(house)
        for _ in range(3):
            make_account(house, now=now)
        for at, step in enumerate(steps):
            try:
                with transaction.atomic():
                    take(step, at, house, officer, now)
            except DomainError:
                continue
        assert broken(house) == []
        transaction.set_rollback(True)
