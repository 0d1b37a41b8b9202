"""§ 45b SGB XI: recognised people, three receivers a month, never more than the budget, nothing that the care fund does not pay."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from quarters.kinship import note_kin
from quarters.models import Category, Organisation, PriceKind, User
from requests.billing.errors import (
    AlreadySigned,
    BeforeTheClaim,
    FourthReceiver,
    Kinship,
    NoClaim,
    NoPrice,
    NotBillable,
    NothingToBill,
    NotRecognised,
    OverBudget,
)
from requests.billing.relief import bill_month, note_claim, note_elsewhere, note_signed, take_back
from requests.models import Assignment, HelpRequest, ReliefLine, ReliefMonth, Report, Visit
from tests.conftest import Cast
from tests.factories import make_category, make_price, make_resident, make_volunteer
from tests.quarters.ideas.making import make_staff
from tests.volunteers.accounts.making import make_officer
from volunteers.models import Recognition

pytestmark = pytest.mark.django_db
MONTH = dt.date(2026, 11, 1)


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


def helped(
    cast: Cast,
    *,
    receiver: Any = None,
    category: Category | None = None,
    day: int = 3,
    minutes: int = 60,
    **fields: Any,
) -> Visit:
    """A visit of the first volunteer that is over and told of, past every step before."""
    begins = dt.datetime(2026, 11, day, 9, tzinfo=dt.UTC)
    window = TimestamptzRange(begins, begins + dt.timedelta(minutes=minutes))
    receiver = receiver or cast.tenant
    case = HelpRequest.objects.create(
        resident=receiver,
        category=category or cast.shop,
        district=cast.district,
        source="phone",
        **{"uses_relief": True, "created_at": begins, "wish": "", **fields},
    )
    visit = Visit.objects.create(
        help_request=case, state="done", wish_window=window, minutes=minutes, created_at=begins
    )
    person = cast.volunteer.user
    Assignment.objects.create(visit=visit, person=person, state="done", planned_window=window, created_at=begins)
    Report.objects.create(visit=visit, reported_by=person, took_place=True, minutes=minutes, reported_at=begins)
    return visit


def bill(cast: Cast, officer: User, receiver: Any = None, month: dt.date = MONTH) -> ReliefMonth:
    return bill_month(
        helper=cast.volunteer.user,
        receiver=(receiver or cast.tenant).user,
        association=cast.volunteer.association,
        month=month,
        by=officer,
        now=timezone.now(),
    )


def claimed(resident: Any, officer: User, *, since: dt.date = dt.date(2026, 11, 1), carried: int = 0) -> None:
    note_claim(resident.user, since=since, carried_cents=carried, by=officer, now=timezone.now())


def test_a_month_is_billed_once_at_the_price_of_the_hour(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast, minutes=90)
    helped(cast, day=10)
    proof = bill(cast, officer)
    assert [(line.minutes, line.cents) for line in proof.lines.all()] == [(90, 1_500), (60, 1_000)]
    with pytest.raises(NothingToBill):
        bill(cast, officer)
    helped(cast, day=17)
    assert bill(cast, officer) == proof
    assert ReliefLine.objects.count() == 3


def test_what_the_care_fund_does_not_pay_cannot_be_billed(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    for word in ("nein", "fragen", ""):
        helped(cast, category=make_category(relief_amount=word), day=5 + len(word))
        with pytest.raises(NotBillable):
            bill(cast, officer)
    assert not ReliefLine.objects.exists()


def test_never_more_than_the_budget(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    note_elsewhere(cast.tenant.user, month=MONTH, cents=12_000)
    helped(cast, minutes=67)
    with pytest.raises(OverBudget, match="noch 11"):
        bill(cast, officer)
    note_elsewhere(cast.tenant.user, month=MONTH, cents=11_983)
    assert bill(cast, officer).lines.get().cents == 1_117


def test_without_a_claim_or_before_it_nothing_is_billed(cast: Cast, officer: User) -> None:
    helped(cast)
    with pytest.raises(NoClaim):
        bill(cast, officer)
    claimed(cast.tenant, officer, since=dt.date(2026, 12, 1))
    with pytest.raises(BeforeTheClaim):
        bill(cast, officer)


def test_whoever_was_not_recognised_that_day_is_not_billed(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    Recognition.objects.update(valid_until=dt.date(2026, 11, 3))
    with pytest.raises(NotRecognised):
        bill(cast, officer)


def test_kin_is_not_billed(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    note_kin(cast.volunteer.user, cast.tenant.user, kind="household", by=cast.helper, now=timezone.now())
    with pytest.raises(Kinship):
        bill(cast, officer)


def test_without_a_price_nothing_is_billed(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    cast.volunteer.association.prices.all().delete()
    with pytest.raises(NoPrice):
        bill(cast, officer)


def test_a_fourth_receiver_is_stopped_by_verb_and_by_database(cast: Cast, officer: User) -> None:
    receivers = [make_resident(cast.district) for _ in range(4)]
    for at, receiver in enumerate(receivers):
        claimed(receiver, officer)
        helped(cast, receiver=receiver, day=3 + at)
    for receiver in receivers[:3]:
        bill(cast, officer, receiver)
    with pytest.raises(FourthReceiver):
        bill(cast, officer, receivers[3])
    row = ReliefMonth.objects.all()[0]
    for place in (3, 4):
        row.pk, row.reference, row.receiver, row.place = None, f"X{place}", receivers[3].user, place
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_only_officers_of_her_association_bill(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    for person in (cast.helper, make_staff(), cast.volunteer.user):
        with pytest.raises(PermissionDenied):
            bill(cast, person)


def test_a_signed_proof_stays_as_it_is(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    proof = bill(cast, officer)
    note_signed(proof, on=MONTH, by=officer)
    assert note_signed(proof, on=dt.date(2026, 12, 1), by=officer).signed_on == MONTH
    helped(cast, day=20)
    for act in (lambda: bill(cast, officer), lambda: take_back(proof, by=officer)):
        with pytest.raises(AlreadySigned):
            act()


def test_what_is_taken_back_can_be_billed_anew(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    take_back(bill(cast, officer), by=officer)
    assert bill(cast, officer).lines.count() == 1


def test_the_page_bills_prints_and_notes_the_signatures(client: Client, cast: Cast, officer: User) -> None:
    helped(cast)
    helped(cast, category=make_category(name="Garten", relief_amount="nein"), day=5)
    here = f"/verein/{cast.volunteer.association.slug}/entlastung/"
    pair = f"{here}2026-11/{cast.volunteer.user.reference}/{cast.tenant.user.reference}/"
    client.force_login(officer)
    html = client.get(f"{here}?monat=2026-11").content.decode()
    assert "noch kein Anspruch" in html
    assert "Garten: zahlt die Pflegekasse nicht" in html
    assert client.post(f"{pair}anspruch/", {"since": "gestern"}).status_code == 422
    client.post(f"{pair}anspruch/", {"since": "2026-01-05", "carried_cents": "0", "elsewhere_cents": ""})
    assert "Nachweis ist fertig" in client.post(f"{pair}abrechnen/", follow=True).content.decode()
    proof = ReliefMonth.objects.get()
    assert proof.lines.get().activity == "Einkaufen"
    assert client.get(f"{here}nachweis/{proof.reference}/")["Content-Type"] == "application/pdf"
    client.post(f"{here}nachweis/{proof.reference}/unterschrieben/")
    assert "unterschrieben" in client.get(f"{here}?monat=2026-11").content.decode()
    client.force_login(make_staff())
    assert client.get(here).status_code == client.post(f"{pair}abrechnen/").status_code == 404
    stranger = make_officer(make_volunteer(cast.district, []).association)
    client.force_login(stranger)
    assert client.get(f"{here}nachweis/{proof.reference}/").status_code == 404
