"""Expenses and allowances: nobody decides her own, ceilings hold over all organisations, and what is paid goes by the treasurer's list."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import Organisation, Role, User
from tests.conftest import Cast
from tests.factories import make_organisation, make_volunteer
from tests.volunteers.accounts.making import make_officer, make_photo
from volunteers.accounts import allowances
from volunteers.accounts.allowances import declare_elsewhere, grant_allowance, room_of, withdraw
from volunteers.accounts.errors import AlreadyDecided, InTheFuture, NoRate, NoReceipt, TooLongAgo
from volunteers.accounts.expenses import decide_expense, enter_km, enter_outlay, mark_paid, reopen_expense
from volunteers.accounts.staff_errors import CeilingReached, NotOfUs, NotOneself, NotPaidTwice
from volunteers.clubs.cash import cash_list, take_back
from volunteers.clubs.cash import mark_paid as tick
from volunteers.clubs.errors import NotOnTheList, PaidAlready
from volunteers.models import Allowance, DatedValue, Expense

pytestmark = pytest.mark.django_db


@pytest.fixture
def association(cast: Cast) -> Organisation:
    return cast.volunteer.association


@pytest.fixture
def officer(association: Organisation) -> User:
    return make_officer(association)


def km(cast: Cast, now: dt.datetime, **fields: Any) -> Expense:
    said = {"person": cast.volunteer.user, "association": cast.volunteer.association, "purpose": "visit", "now": now}
    return enter_km(**{**said, "day": now.date(), "km": 10, **fields})


def allow(
    person: User, association: Organisation, officer: User, now: dt.datetime, cents: int, **fields: Any
) -> Allowance:
    said = {"kind": "honorary", "year": 2026, "purpose": "Vorstand", "by": officer, "now": now}
    return grant_allowance(person=person, association=association, cents=cents, **{**said, **fields})


def test_the_rate_is_the_associations_own_of_that_day(cast: Cast, association: Organisation, now: dt.datetime) -> None:
    assert km(cast, now).cents == 300
    since = now.date() - dt.timedelta(days=2)
    DatedValue.objects.create(kind="km", organisation=association, value=25, source="Beschluss", valid_from=since)
    assert km(cast, now).cents == 250
    assert km(cast, now, day=since - dt.timedelta(days=1)).cents == 300


def test_a_day_without_a_rate_ahead_or_long_ago_is_refused(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(InTheFuture):
        km(cast, now, day=now.date() + dt.timedelta(days=1))
    with pytest.raises(TooLongAgo):
        km(cast, now, day=now.date() - dt.timedelta(days=367))
    DatedValue.objects.filter(kind="km").update(valid_until=clock.today())
    with pytest.raises(NoRate):
        km(cast, now)


def test_an_outlay_needs_its_receipt_and_nothing_of_the_file_stays(cast: Cast, now: dt.datetime) -> None:
    said: dict[str, Any] = {"person": cast.volunteer.user, "association": cast.volunteer.association, "now": now}
    said |= {"day": now.date(), "cents": 480, "purpose": "post"}
    with pytest.raises(NoReceipt):
        enter_outlay(**said, photo=None)
    row = enter_outlay(**said, photo=make_photo())
    assert bytes(row.photo.large)[8:12] == b"WEBP"


def test_an_expense_is_decided_once_by_somebody_else(
    cast: Cast, association: Organisation, officer: User, now: dt.datetime
) -> None:
    row = km(cast, now)
    with pytest.raises(PermissionDenied):
        decide_expense(row, is_approved=True, reason="", by=cast.helper, now=now)
    for _ in range(2):
        assert decide_expense(row, is_approved=True, reason="", by=officer, now=now).state == "approved"
    with pytest.raises(AlreadyDecided):
        decide_expense(row, is_approved=False, reason="nein", by=officer, now=now)
    own = km(cast, now, person=make_volunteer(cast.district, [], association=association, user=officer).user)
    with pytest.raises(NotOneself):
        decide_expense(own, is_approved=True, reason="", by=officer, now=now)
    with pytest.raises(IntegrityError, match="nobody_approves_her_own_expense"), transaction.atomic():
        Expense.objects.filter(pk=own.pk).update(state="approved", decided_at=now, decided_by=officer)


def test_what_is_paid_stays_decided(cast: Cast, officer: User, now: dt.datetime) -> None:
    row = km(cast, now)
    assert not mark_paid(row, on=now.date(), by=officer)  # nobody has approved it
    decide_expense(row, is_approved=True, reason="", by=officer, now=now)
    reopen_expense(row, by=officer)
    decide_expense(row, is_approved=True, reason="", by=officer, now=now)
    assert mark_paid(row, on=now.date(), by=officer)
    assert not mark_paid(row, on=now.date(), by=officer)
    with pytest.raises(AlreadyDecided):
        reopen_expense(row, by=officer)


def test_who_wants_no_money_is_on_no_list(cast: Cast, officer: User, now: dt.datetime) -> None:
    row = km(cast, now, is_waived=True)
    decide_expense(row, is_approved=True, reason="", by=officer, now=now)
    assert not mark_paid(row, on=now.date(), by=officer)
    assert list(cash_list(row.association, year=now.year, on=now.date())) == []


def test_the_ceiling_is_hers_over_all_associations(
    cast: Cast, association: Organisation, officer: User, now: dt.datetime
) -> None:
    person, other = cast.volunteer.user, make_organisation()
    Role.objects.create(user=person, kind="coordinator", organisation=other, valid_from="2025-01-01")
    allow(person, other, make_officer(other), now, 50_000)
    declare_elsewhere(person=person, kind="honorary", year=2026, cents=20_000, now=now)
    with pytest.raises(CeilingReached, match="noch 260"):
        allow(person, association, officer, now, 26_001)
    assert allow(person, association, officer, now, 26_000).cents == 26_000
    assert room_of(person, "honorary", 2026).left == 0
    assert allow(person, association, officer, now, 330_000, kind="trainer").kind == "trainer"


def test_the_ceiling_is_of_its_year(cast: Cast, association: Organisation, officer: User, now: dt.datetime) -> None:
    assert [room_of(cast.volunteer.user, "honorary", year).ceiling for year in (2020, 2025, 2026)] == [
        0,
        84_000,
        96_000,
    ]
    with pytest.raises(CeilingReached, match="keine Grenze"):
        allow(cast.volunteer.user, association, officer, now, 1, year=2020)


def test_the_ceiling_is_near_at_four_fifths(
    cast: Cast, association: Organisation, officer: User, now: dt.datetime
) -> None:
    allow(cast.volunteer.user, association, officer, now, 76_799)
    assert not room_of(cast.volunteer.user, "honorary", 2026).is_close
    allow(cast.volunteer.user, association, officer, now, 1)
    assert room_of(cast.volunteer.user, "honorary", 2026).is_close


def test_nobody_grants_herself_or_strangers_anything(
    cast: Cast, association: Organisation, officer: User, now: dt.datetime
) -> None:
    with pytest.raises(NotOneself):
        allow(officer, association, officer, now, 1)
    with pytest.raises(NotOfUs):
        allow(cast.tenant.user, association, officer, now, 1)
    with pytest.raises(PermissionDenied):
        allow(cast.volunteer.user, association, cast.helper, now, 1)


def test_what_is_withdrawn_makes_room_again(
    cast: Cast, association: Organisation, officer: User, now: dt.datetime
) -> None:
    row = allow(cast.volunteer.user, association, officer, now, 96_000)
    withdraw(row, by=officer, now=now)
    withdraw(row, by=officer, now=now)
    again = allow(cast.volunteer.user, association, officer, now, 96_000)
    assert not allowances.mark_paid(row, on=now.date(), by=officer)
    assert allowances.mark_paid(again, on=now.date(), by=officer)
    with pytest.raises(NotPaidTwice):
        withdraw(again, by=officer, now=now)


def test_the_treasurers_list_names_nobody_and_marks_as_paid(
    client: Client, cast: Cast, association: Organisation, officer: User, now: dt.datetime
) -> None:
    day = now.date()
    row = decide_expense(km(cast, now), is_approved=True, reason="", by=officer, now=now)
    given = allow(cast.volunteer.user, association, officer, now, 90_000)
    km(cast, now)  # not decided yet
    lines = {line.mark: line for line in cash_list(association, year=2026, on=day)}
    assert set(lines) == {f"auslage-{row.reference}", f"pauschale-{given.reference}"}
    assert {line.cents for line in lines.values()} == {300, 90_000}
    assert lines[f"pauschale-{given.reference}"].note == "noch 60 € bis zur Jahresgrenze"
    assert "Kaya" not in str(lines)
    sign = cast.volunteer.user.reference  # she is no member
    assert all(line.words_with_sign.endswith(f"ohne Nummer: {sign}") for line in lines.values())
    client.force_login(officer)
    listed = client.get(f"/verein/{association.slug}/kasse/?jahr=2026").content.decode()
    assert listed.count("ohne Nummer") == listed.count(f"ohne Nummer (<bdi>{sign}</bdi>): ") == 2
    assert sign in client.get(f"/verein/{association.slug}/zeit/").content.decode()
    for mark in lines:
        assert [tick(association, mark, on=day, by=officer, now=now) for _ in range(2)] == [True, False]
        with pytest.raises(PaidAlready):
            tick(association, mark, on=day - dt.timedelta(days=1), by=officer, now=now)
    for mark in (f"auslage-{given.reference}", "pauschale-X"):
        with pytest.raises(NotOnTheList):
            tick(association, mark, on=day, by=officer, now=now)
    assert {line.paid_on for line in cash_list(association, year=2026, on=day)} == {day}
    for mark in lines:
        take_back(make_organisation(), mark)
    assert {line.paid_on for line in cash_list(association, year=2026, on=day)} == {day}
    for mark in lines:
        take_back(association, mark)
    assert {line.paid_on for line in cash_list(association, year=2026, on=day)} == {None}
    assert all(tick(association, mark, on=day, by=officer, now=now) for mark in lines)


def test_what_is_told_later_may_be_too_much_and_the_treasurer_reads_it(
    client: Client, cast: Cast, association: Organisation, officer: User, now: dt.datetime
) -> None:
    allow(cast.volunteer.user, association, officer, now, 90_000)
    declare_elsewhere(person=cast.volunteer.user, kind="honorary", year=2026, cents=16_000, now=now)
    (line,) = cash_list(association, year=2026, on=now.date())
    assert line.note == "100 € über der Jahresgrenze: bitte nicht auszahlen, erst klären"
    client.force_login(officer)
    assert "100\xa0€ zu viel" in client.get(f"/verein/{association.slug}/zeit/pauschalen/").content.decode()
    client.force_login(cast.volunteer.user)
    assert "mehr als die Grenze" in client.get("/einsatz/konto/pauschalen/").content.decode()


def grant_at_once(cast: Cast, now: dt.datetime, count: int) -> list[str]:
    """As many associations, each for 500 of 960 euros, begun together."""
    person, ended, begin = cast.volunteer.user, list[str](), threading.Barrier(count)
    officers = []
    for _ in range(count):
        there = make_organisation()
        Role.objects.create(user=person, kind="coordinator", organisation=there, valid_from="2025-01-01")
        officers.append((there, make_officer(there)))

    def run(there: Organisation, officer: User) -> None:
        begin.wait()
        try:
            allow(person, there, officer, now, 50_000)
        except DomainError as error:
            ended.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


@pytest.mark.django_db(transaction=True)
def test_two_associations_at_the_same_moment_do_not_both_give_the_last_euro(cast: Cast, now: dt.datetime) -> None:
    assert grant_at_once(cast, now, 4) == ["CeilingReached"] * 3
    assert Allowance.objects.get().cents == 50_000


def all_read_before_anybody_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the verb's lock."""
    begin, create = threading.Barrier(4), Allowance.objects.create
    monkeypatch.setattr(allowances, "lock_person", lambda person: None)
    monkeypatch.setattr(Allowance.objects, "create", lambda **said: (begin.wait(), create(**said))[1])


@pytest.mark.django_db(transaction=True)
def test_without_the_verbs_lock_the_database_still_lets_one_in(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_read_before_anybody_writes(monkeypatch)
    assert grant_at_once(cast, now, 4) == ["CeilingReached"] * 3
    assert Allowance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_trigger_they_would_all_give(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the race is real."""
    all_read_before_anybody_writes(monkeypatch)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE volunteers_allowance DISABLE TRIGGER allowance_within_the_ceiling")
    try:
        grant_at_once(cast, now, 4)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE volunteers_allowance ENABLE TRIGGER allowance_within_the_ceiling")
    assert Allowance.objects.count() == 4
