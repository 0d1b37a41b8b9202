"""Many rows at once: they get their keys, triggers and constraints hold, what is sealed stays sealed."""

import pytest
from django.db import IntegrityError, connection, transaction

from piano.kit import clock
from piano.kit.copying import FEW, insert, insert_missing
from quarters.models import User
from requests.models import Offer, StateChange
from tests.conftest import Cast
from tests.factories import make_visit

pytestmark = pytest.mark.django_db


def test_many_rows_get_their_keys_and_their_values(cast: Cast) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    rows = [
        StateChange(
            subject="visit",
            subject_id=visit.pk,
            help_request_id=visit.help_request_id,
            from_state="open",
            to_state="open",
            note=f"Zeile {number}\tmit\nUmbruch",
            at=clock.now(),
        )
        for number in range(FEW + 10)
    ]
    insert(rows)
    kept = StateChange.objects.in_bulk([row.pk for row in rows])
    assert [kept[row.pk].note for row in rows] == [row.note for row in rows]
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM requests_statechange WHERE id = %s", [rows[0].pk])
        assert cursor.fetchone()[0].startswith("v1:")
    StateChange.objects.create(
        subject="visit", subject_id=visit.pk, help_request_id=visit.help_request_id, to_state="open", at=clock.now()
    )  # the next key is free


def test_constraints_hold(cast: Cast) -> None:
    visit, now = make_visit(cast.tenant, cast.shop), clock.now()
    rows = [
        Offer(
            visit=visit,
            person=cast.volunteer.user,
            state="open",
            proposed_start=visit.wish_window.lower,
            asked_at=now,
            answer_by=now,
        )
        for _ in range(FEW + 1)
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(rows)


def test_what_stands_in_the_way_of_another_row_is_left_out(cast: Cast) -> None:
    visit, now = make_visit(cast.tenant, cast.shop), clock.now()
    person, other = (volunteer.user for volunteer in cast.volunteers[:2])

    def row(who: User) -> Offer:
        start = visit.wish_window.lower
        return Offer(visit=visit, person=who, state="open", proposed_start=start, asked_at=now, answer_by=now)

    insert_missing([row(person)])
    insert_missing([row(person), row(other), row(other)])
    kept = list(Offer.objects.order_by("pk"))
    assert [(offer.person, offer.asked_at, offer.reasons) for offer in kept] == [(person, now, []), (other, now, [])]


def test_what_is_sealed_stays_sealed(cast: Cast) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    fields = {"subject": "visit", "subject_id": visit.pk, "help_request_id": visit.help_request_id}
    insert_missing([StateChange(**fields, to_state="open", note="geheim", at=clock.now())])
    assert StateChange.objects.filter(note="geheim").count() == 0
    assert StateChange.objects.order_by("pk").last().note == "geheim"  # type: ignore[union-attr]
