"""Who pays what: never more than it costs, whoever writes at the same moment; programmes have their time and their most."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from piano.kit import clock
from quarters.conversions import money
from quarters.conversions.errors import (
    MoreThanItCosts,
    NoCareGrade,
    NoSuchSum,
    PaysAlready,
    ProgrammeClosed,
    TooMuchFromProgramme,
    WrongDay,
)
from quarters.conversions.states import ConversionState
from quarters.models import Conversion, Payer, Share
from tests.quarters.conversions.conftest import Home

S = ConversionState


@pytest.fixture
def quoted(home: Home) -> Home:
    home.to(S.QUOTES)
    home.choose_quote(500_000)
    return home


def test_shares_are_never_more_than_the_costs(quoted: Home) -> None:
    money.say_share(quoted.case, payer=Payer.TENANT, cents=300_000, **quoted.who)
    with pytest.raises(MoreThanItCosts):
        money.say_share(quoted.case, payer=Payer.LANDLORD, cents=200_001, **quoted.who)
    money.say_share(quoted.case, payer=Payer.LANDLORD, cents=200_000, **quoted.who)
    assert quoted.fresh().open_cents == 0


def test_the_database_refuses_it_too(quoted: Home) -> None:
    with pytest.raises(IntegrityError, match="shares_never_exceed_the_costs"), transaction.atomic():
        Share.objects.create(conversion=quoted.case, payer=Payer.OTHER, state="said", cents=500_001)


def test_said_again_the_new_sum_counts(quoted: Home) -> None:
    for cents in (400_000, 100_000):
        money.say_share(quoted.case, payer=Payer.TENANT, cents=cents, **quoted.who)
    assert (quoted.fresh().covered_cents, quoted.case.shares.count()) == (100_000, 1)


def test_nobody_pays_twice(quoted: Home) -> None:
    quoted.ask_care_fund(100_000)
    with pytest.raises(PaysAlready):
        quoted.ask_care_fund(100_000)
    with pytest.raises(IntegrityError, match="each_payer_pays_once"), transaction.atomic():
        Share.objects.create(conversion=quoted.case, payer=Payer.CARE_FUND, state="none")


def test_a_programme_takes_applications_in_its_time_alone(quoted: Home) -> None:
    programme = quoted.programmes["kfw"]
    for valid_from, valid_until, empty_since in (
        (quoted.today + dt.timedelta(days=1), None, None),
        (dt.date(2025, 1, 1), quoted.today - dt.timedelta(days=1), None),
        (dt.date(2025, 1, 1), None, quoted.today),
    ):
        programme.valid_from, programme.valid_until, programme.empty_since = valid_from, valid_until, empty_since
        with pytest.raises(ProgrammeClosed, match="KfW 455-B"):
            money.apply(quoted.case, programme=programme, cents=1000, on=quoted.today, **quoted.who)
    programme.empty_since, programme.valid_until = None, quoted.today
    assert money.apply(quoted.case, programme=programme, cents=1000, on=quoted.today, **quoted.who).state == "asked"


def test_a_programme_gives_no_more_than_its_most(quoted: Home) -> None:
    with pytest.raises(TooMuchFromProgramme, match="500 €"):  # a tenth of 5,000
        money.apply(quoted.case, programme=quoted.programmes["kfw"], cents=50_001, on=quoted.today, **quoted.who)
    with pytest.raises(TooMuchFromProgramme, match=r"4\.180 €"):
        quoted.ask_care_fund(418_001)


def test_several_who_live_together_get_more_up_to_a_most(quoted: Home) -> None:
    programme = quoted.programmes["care_fund"]
    assert programme.most_cents(10_000_000, 2) == 836_000
    assert programme.most_cents(10_000_000, 9) == 1_672_000
    assert programme.most_cents(300_000, 4) == 300_000


def test_the_care_fund_is_not_asked_without_a_care_grade(quoted: Home) -> None:
    with pytest.raises(NoCareGrade):
        money.apply(quoted.case, programme=quoted.programmes["care_fund"], cents=1, on=quoted.today, **quoted.who)


def test_less_than_asked_leaves_a_rest_that_somebody_has_to_pay(quoted: Home) -> None:
    quoted.ask_care_fund(400_000, approved=100_000)
    assert quoted.fresh().open_cents == 400_000
    share = quoted.case.shares.get()
    money.decide_share(quoted.case, share=share, cents=0, on=quoted.today, **quoted.who)
    assert (quoted.fresh().open_cents, quoted.case.shares.get().state) == (500_000, "refused")


@pytest.mark.parametrize("cents", [0, -1, 100_000_001])
def test_sums_that_cannot_be_are_refused(quoted: Home, cents: int) -> None:
    with pytest.raises(NoSuchSum):
        money.say_share(quoted.case, payer=Payer.TENANT, cents=cents, **quoted.who)


def test_days_follow_each_other(quoted: Home) -> None:
    tomorrow, who = quoted.today + dt.timedelta(days=1), quoted.who
    with pytest.raises(WrongDay):
        money.apply(quoted.case, programme=quoted.programmes["kfw"], cents=1, on=tomorrow, **who)
    quoted.ask_care_fund(1000)
    share = quoted.case.shares.get()
    with pytest.raises(WrongDay, match="vor dem Antrag"):
        money.decide_share(quoted.case, share=share, cents=1, on=quoted.today - dt.timedelta(days=1), **who)
    days = {"received_on": quoted.today, "valid_until": quoted.today - dt.timedelta(days=1)}
    with pytest.raises(WrongDay, match="abgelaufen"):
        money.add_quote(quoted.case, firm="x", cents=1, **days, **who)


def test_a_cheaper_quote_has_to_bear_what_is_promised(quoted: Home) -> None:
    money.say_share(quoted.case, payer=Payer.TENANT, cents=400_000, **quoted.who)
    with pytest.raises(MoreThanItCosts):
        quoted.choose_quote(399_999)


def together(*calls: Callable[[], Any]) -> list[str]:
    """Each on a connection of its own, let go at once. What became of each."""
    ready, found = threading.Barrier(len(calls)), list[str]()

    def run(call: Callable[[], Any]) -> None:
        ready.wait(timeout=30)
        try:
            call()
            found.append("")
        except (MoreThanItCosts, IntegrityError) as error:
            found.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(found)


@pytest.mark.django_db(transaction=True)
def test_of_three_who_pay_at_once_only_as_many_pay_as_it_costs(home: Home) -> None:
    """Each pays 2,000 of 5,000 through the verb; two fit. The control writes past it: the check still holds."""
    home.to(S.QUOTES)
    home.choose_quote(500_000)
    now, case = clock.now(), home.case
    payers = (Payer.TENANT, Payer.LANDLORD, Payer.OTHER)
    say = [lambda p=p: money.say_share(case, payer=p, cents=200_000, by=home.helper, now=now) for p in payers]
    assert together(*say) == ["", "", "MoreThanItCosts"]
    case.shares.all().delete()
    rows = [Share(conversion=case, payer=payer, state="said", cents=200_000) for payer in payers]
    assert together(*[row.save for row in rows]) == ["", "", "IntegrityError"]
    assert Conversion.objects.get().covered_cents == 400_000
