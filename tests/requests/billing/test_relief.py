"""§ 45b SGB XI: recognised people, three receivers a month, never more than the budget, nothing that the care fund does not pay."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from quarters.models import PriceKind, Role, User
from quarters.people.kinship import note_kin
from requests.billing.errors import (
    BilledByOthers,
    FourthReceiver,
    Kinship,
    NoPrice,
    NotBillable,
    NothingToBill,
    NotRecognised,
    OverBudget,
)
from requests.billing.relief import visits_of
from requests.billing.signing import note_signed, take_back
from requests.models import ReliefLine, ReliefMonth
from tests.conftest import Cast
from tests.factories import make_category, make_organisation, make_price, make_resident, make_volunteer
from tests.quarters.ideas.making import make_staff
from tests.requests.billing.making import MONTH, bill, claimed, helped, others_billed
from tests.volunteers.accounts.making import make_officer
from volunteers.accounts.efforts import note_visit
from volunteers.accounts.staff_errors import NotOneself
from volunteers.models import Recognition, Volunteer

pytestmark = pytest.mark.django_db


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
    others_billed(cast, officer, 12_000)
    helped(cast, minutes=67)
    with pytest.raises(OverBudget, match="noch 11"):
        bill(cast, officer)
    others_billed(cast, officer, 11_983)
    assert bill(cast, officer).lines.get().cents == 1_117


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


def test_nobody_bills_what_she_did_or_got_herself(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    today = dt.date(2026, 1, 1)
    for person in (cast.volunteer.user, cast.tenant.user):
        Role.objects.create(
            user=person, kind="association_officer", organisation=cast.volunteer.association, valid_from=today
        )
        with pytest.raises(NotOneself):
            bill(cast, person)
    proof = bill(cast, officer)
    with pytest.raises(NotOneself):
        note_signed(proof, on=MONTH, by=cast.volunteer.user)
    with pytest.raises(NotOneself):
        take_back(proof, by=cast.tenant.user)


def test_two_associations_never_share_a_proof(cast: Cast, officer: User) -> None:
    """Whoever changed her association in the middle of a month."""
    claimed(cast.tenant, officer)
    helped(cast)
    bill(cast, officer)
    other = make_organisation()
    cast.volunteer.association = other
    cast.volunteer.save()
    make_price(other, PriceKind.HOUR, 2_000, category=cast.shop)
    helped(cast, day=17)
    with pytest.raises(BilledByOthers):
        bill(cast, make_officer(other))
    assert ReliefLine.objects.count() == 1


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


def test_whom_she_helped_before_stays_with_the_association_that_she_helped_for(
    client: Client, cast: Cast, officer: User, now: dt.datetime
) -> None:
    visit, person = helped(cast), cast.volunteer.user
    said = {"minutes": 60, "about": visit.reference, "day": MONTH, "by": person, "now": now}
    note_visit(helpers=[person], receiver=cast.tenant.user, **said)  # type: ignore[arg-type]
    other = make_officer(make_organisation())
    Volunteer.objects.filter(pk=cast.volunteer.pk).update(association=other.roles.get().organisation)
    for somebody, sees in ((officer, True), (other, False)):
        association = somebody.roles.get().organisation
        client.force_login(somebody)
        page = client.get(f"/verein/{association.slug}/entlastung/?monat={MONTH:%Y-%m}").content.decode()
        assert (cast.tenant.user.family_name in page) is sees
        assert visits_of(association, MONTH).exists() is sees
