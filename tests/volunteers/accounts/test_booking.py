"""The account book: every booking sums to zero, it only grows, and nobody is deeper in the red than the rule allows."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from quarters.models import Organisation, User
from tests.conftest import Cast
from tests.factories import make_user
from tests.volunteers.accounts.making import keep_accounts, make_account, make_officer, own_account
from volunteers.accounts.booking import book_back, book_help, give, grant, set_hardship
from volunteers.accounts.errors import NotEnough
from volunteers.accounts.rules import rounded, rule_on, say_time, set_rule
from volunteers.accounts.staff_errors import AlreadyCorrected, NotOneself
from volunteers.models import AccountKind, AccountRule, Booking, Posting, TimeAccount, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def association(cast: Cast, now: dt.datetime) -> Organisation:
    return keep_accounts(cast.volunteer.association, now=now)


@pytest.fixture
def officer(association: Organisation) -> User:
    return make_officer(association)


def help_given(
    association: Organisation, cast: Cast, now: dt.datetime, *, minutes: int = 60, about: str = "A"
) -> Booking:
    row = book_help(
        association,
        helpers=[cast.volunteer.user],
        receiver=cast.tenant.user,
        minutes=minutes,
        about=about,
        day=now.date(),
        by=cast.volunteer.user,
        now=now,
    )
    assert row is not None
    connection.check_constraints()
    return row


def minutes_of(person: User) -> int:
    return TimeAccount.objects.get(owner=person).minutes


def test_help_goes_from_whoever_got_it_to_whoever_gave_it(
    association: Organisation, cast: Cast, officer: User, now: dt.datetime
) -> None:
    account = make_account(association, now=now, owner=cast.tenant.user)
    grant(account, minutes=90, reason="Willkommen", by=officer, now=now)
    row = help_given(association, cast, now)
    assert (minutes_of(cast.volunteer.user), minutes_of(cast.tenant.user)) == (60, 30)
    assert row.postings.aggregate(sum=Sum("minutes"))["sum"] == 0


def test_an_empty_account_refuses_no_help_and_stays_at_its_rule(
    association: Organisation, cast: Cast, now: dt.datetime
) -> None:
    make_account(association, now=now, owner=cast.tenant.user)
    help_given(association, cast, now)
    assert (minutes_of(cast.volunteer.user), minutes_of(cast.tenant.user)) == (60, 0)
    assert own_account(association).minutes == -60


def test_in_hardship_the_pot_pays_before_the_association(
    association: Organisation, cast: Cast, officer: User, now: dt.datetime
) -> None:
    rich = make_account(association, now=now)
    grant(rich, minutes=45, reason="Willkommen", by=officer, now=now)
    give(rich, minutes=45, to=None, by=rich.owner, now=now)
    set_hardship(make_account(association, now=now, owner=cast.tenant.user), is_hardship=True, by=officer, now=now)
    help_given(association, cast, now)
    assert own_account(association, AccountKind.POT).minutes == 0
    assert own_account(association).minutes == -60  # 45 granted, 15 carried


def test_no_officer_decides_that_she_is_in_hardship_herself(
    association: Organisation, officer: User, now: dt.datetime
) -> None:
    own = make_account(association, now=now, owner=officer)
    with pytest.raises(NotOneself):
        set_hardship(own, is_hardship=True, by=officer, now=now)
    own.refresh_from_db()
    assert not own.is_hardship


def test_a_rule_may_let_accounts_go_below_zero(
    association: Organisation, cast: Cast, officer: User, now: dt.datetime
) -> None:
    set_rule(association, unit=Unit.POINTS, points_per_hour=2, step_minutes=15, lowest_minutes=45, by=officer, now=now)
    make_account(association, now=now, owner=cast.tenant.user)
    help_given(association, cast, now)
    assert minutes_of(cast.tenant.user) == -45


def test_a_stricter_rule_leaves_whoever_is_in_the_red_where_she_is(
    association: Organisation, cast: Cast, officer: User, now: dt.datetime
) -> None:
    test_a_rule_may_let_accounts_go_below_zero(association, cast, officer, now)
    set_rule(association, unit=Unit.POINTS, points_per_hour=2, step_minutes=15, lowest_minutes=0, by=officer, now=now)
    help_given(association, cast, now, about="B")
    assert minutes_of(cast.tenant.user) == -45
    assert AccountRule.objects.filter(association=association, valid_until=None).count() == 1


def test_the_same_visit_is_booked_once(association: Organisation, cast: Cast, now: dt.datetime) -> None:
    assert help_given(association, cast, now) == help_given(association, cast, now)
    assert minutes_of(cast.volunteer.user) == 60


def test_without_a_rule_nothing_is_booked(cast: Cast, now: dt.datetime) -> None:
    one = {"helpers": [cast.volunteer.user], "receiver": cast.tenant.user, "minutes": 60, "about": "A"}
    assert book_help(cast.volunteer.association, **one, day=now.date(), by=cast.helper, now=now) is None  # type: ignore[arg-type]
    assert not TimeAccount.objects.exists()


def test_a_gift_needs_to_be_there(association: Organisation, officer: User, now: dt.datetime) -> None:
    giver, taker = make_account(association, now=now), make_account(association, now=now)
    grant(giver, minutes=30, reason="Willkommen", by=officer, now=now)
    with pytest.raises(NotEnough):
        give(giver, minutes=31, to=taker, by=giver.owner, now=now)  # type: ignore[arg-type]
    give(giver, minutes=30, to=taker, by=giver.owner, now=now)  # type: ignore[arg-type]
    assert (minutes_of(giver.owner), minutes_of(taker.owner)) == (0, 30)  # type: ignore[arg-type]


def test_a_mistake_is_booked_back_once_and_by_officers_alone(
    association: Organisation, cast: Cast, officer: User, now: dt.datetime
) -> None:
    row = help_given(association, cast, now)
    with pytest.raises(PermissionDenied):
        book_back(row, reason="falsch", by=cast.helper, now=now)
    back = book_back(row, reason="falsch", by=officer, now=now)
    assert book_back(row, reason="falsch", by=officer, now=now) == back
    assert minutes_of(cast.volunteer.user) == 0
    with pytest.raises(AlreadyCorrected):
        book_back(back, reason="doch", by=officer, now=now)


def test_what_was_spent_cannot_be_booked_back(
    association: Organisation, cast: Cast, officer: User, now: dt.datetime
) -> None:
    row = help_given(association, cast, now)
    give(TimeAccount.objects.get(owner=cast.volunteer.user), minutes=60, to=None, by=cast.volunteer.user, now=now)
    with pytest.raises(NotEnough):
        book_back(row, reason="falsch", by=officer, now=now)


def test_no_officer_credits_herself(association: Organisation, officer: User, now: dt.datetime) -> None:
    with pytest.raises(NotOneself):
        grant(make_account(association, now=now, owner=officer), minutes=60, reason="fein", by=officer, now=now)


def write_raw(association: Organisation, now: dt.datetime, sides: dict[TimeAccount, int]) -> None:
    """Past every verb."""
    with transaction.atomic():
        row = Booking.objects.create(association=association, kind="grant", day=now.date(), made_at=now)
        for account, minutes in sides.items():
            Posting.objects.create(booking=row, account=account, minutes=minutes)
        connection.check_constraints()


def test_the_database_refuses_what_does_not_sum_to_zero(association: Organisation, now: dt.datetime) -> None:
    account, own, other = (
        make_account(association, now=now),
        own_account(association),
        own_account(keep_accounts(now=now)),
    )
    write_raw(association, now, {account: 60, own: -60})
    for sides in ({account: 60, own: -59}, {}, {account: 60, other: -60}):
        with pytest.raises(IntegrityError, match="sums to zero"):
            write_raw(association, now, sides)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE volunteers_posting SET minutes = 1",
        "DELETE FROM volunteers_posting",
        "UPDATE volunteers_booking SET day = day - 1",
        "UPDATE volunteers_booking SET reason = 'anders'",
        "DELETE FROM volunteers_booking",
        "UPDATE volunteers_timeaccount SET minutes = minutes + 1",
    ],
)
def test_the_book_only_grows(association: Organisation, cast: Cast, now: dt.datetime, statement: str) -> None:
    help_given(association, cast, now)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_to_go_below_the_rule(association: Organisation, now: dt.datetime) -> None:
    account = make_account(association, now=now)
    with pytest.raises(IntegrityError, match="account_not_below_its_rule"):
        write_raw(association, now, {account: -1})


def test_minutes_are_rounded_and_said_as_points(association: Organisation, now: dt.datetime) -> None:
    rule = rule_on(association, now.date())
    assert rule is not None
    assert [rounded(minutes, rule) for minutes in (0, 1, 22, 23, 60)] == [0, 15, 15, 30, 60]
    assert [say_time(minutes, rule) for minutes in (30, 75, -60, 0)] == [
        "1 Punkt",
        "2,5 Punkte",
        "−2 Punkte",
        "0 Punkte",
    ]
    rule.unit = Unit.MINUTES
    assert [say_time(minutes, rule) for minutes in (30, 75, -60)] == ["30 Min.", "1 Std. 15 Min.", "−1 Std."]


def test_a_person_without_account_is_somebody_elses(association: Organisation, now: dt.datetime) -> None:
    account = make_account(association, now=now)
    with pytest.raises(Exception, match="gibt es nicht"):
        give(account, minutes=1, to=None, by=make_user(), now=now)
