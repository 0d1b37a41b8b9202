"""A claim: from when until when, what others took of it, and who may note it."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quarters.models import Resident, User
from requests.billing.claims import budgets_of
from requests.billing.errors import AfterTheClaim, BeforeTheClaim, BilledBefore, NoClaim
from requests.billing.reading import pairs_of
from requests.models import ReliefClaim
from tests.conftest import Cast
from tests.factories import make_organisation, make_resident
from tests.house.pages import Page
from tests.requests.billing.making import MONTH, bill, claimed, helped, others_billed
from tests.volunteers.accounts.making import make_officer
from volunteers.accounts.staff_errors import NotOneself

pytestmark = pytest.mark.django_db


def test_a_claim_that_ended_brings_and_pays_nothing_more(cast: Cast, officer: User) -> None:
    helped(cast)
    claimed(cast.tenant, officer, since=dt.date(2026, 8, 1), until=dt.date(2026, 10, 9))
    with pytest.raises(AfterTheClaim):
        bill(cast, officer)
    claimed(cast.tenant, officer, since=dt.date(2026, 8, 1), until=dt.date(2026, 11, 9))
    bill(cast, officer)
    for said in ({"since": dt.date(2026, 12, 1)}, {"since": dt.date(2026, 8, 1), "until": dt.date(2026, 10, 31)}):
        with pytest.raises(BilledBefore):
            claimed(cast.tenant, officer, **said)


def test_only_officers_note_a_claim(cast: Cast, officer: User) -> None:
    for person in (cast.helper, cast.volunteer.user, make_officer(make_organisation())):
        with pytest.raises(PermissionDenied):
            claimed(cast.tenant, officer, by=person)
        with pytest.raises(PermissionDenied):
            others_billed(cast, person, 1)


def test_no_officer_notes_a_claim_of_her_own(cast: Cast, officer: User) -> None:
    own = make_resident(cast.district, user=officer)
    with pytest.raises(NotOneself):
        claimed(own, officer)
    with pytest.raises(NotOneself):
        others_billed(cast, officer, 0, receiver=own)


def test_what_others_tell_later_is_said_to_be_too_much(client: Client, cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer)
    helped(cast)
    bill(cast, officer)
    others_billed(cast, officer, 12_500)
    client.force_login(officer)
    here = f"/verein/{cast.volunteer.association.slug}/entlastung/?monat=2026-11"
    assert "4\xa0€ zu viel" in client.get(here).content.decode()


def test_the_form_of_a_claim_shows_what_is_noted(client: Client, cast: Cast, officer: User) -> None:
    helped(cast)
    claimed(cast.tenant, officer, since=dt.date(2026, 3, 1), until=dt.date(2026, 11, 5), carried_cents=12_350)
    others_billed(cast, officer, 4_000)
    client.force_login(officer)
    two = f"{cast.volunteer.user.reference}/{cast.tenant.user.reference}"
    here = f"/verein/{cast.volunteer.association.slug}/entlastung/2026-11/{two}/anspruch/"
    found = next(form for form in Page("", client.get(here).content.decode()).forms if "since" in form.as_found())
    shown = found.as_found()
    assert [shown[name] for name in ("since", "until", "carried_cents", "elsewhere_cents")] == [
        "2026-03-01",
        "2026-11-30",
        "123,50",
        "40",
    ]
    bill(cast, officer)
    answer = client.post(here, {"since": "2026-12-01", "carried_cents": "0"})
    assert answer.status_code == 409
    assert client.post(here, {"since": "2026-12-01", "until": "2026-01-01", "carried_cents": "0"}).status_code == 422


def test_without_a_claim_or_before_it_nothing_is_billed(cast: Cast, officer: User) -> None:
    helped(cast)
    with pytest.raises(NoClaim):
        bill(cast, officer)
    claimed(cast.tenant, officer, since=dt.date(2026, 12, 1))
    with pytest.raises(BeforeTheClaim):
        bill(cast, officer)


def test_after_its_end_a_claim_brings_nothing_that_others_could_bill(cast: Cast, officer: User) -> None:
    claimed(cast.tenant, officer, since=dt.date(2026, 8, 1), until=dt.date(2026, 10, 9))
    others_billed(cast, officer, 3 * 13_100)
    claim = ReliefClaim.objects.get()
    assert too_much(claim) == 0  # the rest of three months
    others_billed(cast, officer, 3 * 13_100 + 100)
    assert too_much(claim) == 100


def too_much(claim: ReliefClaim) -> int:
    return budgets_of([claim], MONTH)[claim.receiver_id].too_much


def test_the_month_asks_as_often_for_many_receivers_as_for_one(
    cast: Cast, officer: User, django_assert_num_queries: Any
) -> None:
    def add(receiver: Resident, day: int) -> None:
        claimed(receiver, officer, since=dt.date(2025, 1, 1))
        helped(cast, receiver=receiver, day=day)
        bill(cast, officer, receiver)

    add(cast.tenant, 2)
    with CaptureQueriesContext(connection) as asked:
        pairs_of(cast.volunteer.association, MONTH)
    for day in (3, 4):
        add(make_resident(cast.district), day)
    with django_assert_num_queries(len(asked)):
        pairs = pairs_of(cast.volunteer.association, MONTH)
    assert [pair.left for pair in pairs] == [pairs[0].left] * 3
