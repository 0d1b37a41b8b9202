"""The record of a call-out: what was done, the price told and charged, signed; and only after a call-out that was taken on."""

import datetime as dt

import pytest
from django.test import Client

from requests.arranged.visits import accept_offer
from requests.circles.errors import RecordStands, RecordTooEarly, WhyOtherPrice
from requests.circles.record_sheet import record_sheet
from requests.circles.records import cents_told, sign_record, write_record
from requests.models import Assignment, Offer, ServiceRecord, Tier
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import agree_as_called, allow_care, make_care_worker, make_category, make_visit

pytestmark = pytest.mark.django_db
FACTS = {"done": "Verband gewechselt", "minutes": 25, "charged_cents": 3500}


@pytest.mark.parametrize(
    ("sentence", "cents"),
    [
        ("Der Pflegedienst kostet 35 € je Einsatz.", 3500),
        ("kostet 42,50 Euro", 4250),
        ("Die Pflegeberatung kostet Sie nichts. Sie kommt nur, wenn Sie vorher Ja sagen.", 0),
        ("Das ist kostenlos.", 0),
        ("Das kostet etwas. Es ändert sich nichts.", None),
        ("wird vorher gesagt", None),
        ("20 € oder 30 €", None),
    ],
)
def test_the_amount_is_read_from_the_sentence(sentence: str, cents: int | None) -> None:
    assert cents_told(sentence) == cents


@pytest.fixture
def offer(cast: Cast, now: dt.datetime) -> Offer:
    """A nurse was called out, confirmed the price and has said yes."""
    make_care_worker(cast.district)
    care = make_category("care", who="professional")
    visit = allow_care(make_visit(cast.tenant, care), by=cast.helper)
    drive_visits()
    offer = Offer.objects.get(visit=visit, tier=Tier.CARE)
    accept_offer(agree_as_called(offer), by=offer.person, now=now)
    offer.refresh_from_db()
    return offer


@pytest.fixture
def later(offer: Offer) -> dt.datetime:
    later: dt.datetime = Assignment.objects.get(visit=offer.visit).planned_window.upper
    return later


def test_record_keeps_what_was_told_and_charged(offer: Offer, later: dt.datetime) -> None:
    row = write_record(offer, by=offer.person, now=later, **FACTS)  # type: ignore[arg-type]
    assert (row.told_cents, row.charged_cents, row.minutes) == (3500, 3500, 25)
    assert "35 €" in row.told


def test_another_price_needs_a_reason(offer: Offer, later: dt.datetime) -> None:
    facts = {**FACTS, "charged_cents": 5000}
    with pytest.raises(WhyOtherPrice):
        write_record(offer, by=offer.person, now=later, **facts)  # type: ignore[arg-type]
    row = write_record(offer, by=offer.person, now=later, why_other="doppelt so lang", **facts)  # type: ignore[arg-type]
    assert row.why_other == "doppelt so lang"


def test_before_the_visit_there_is_nothing_to_record(offer: Offer, now: dt.datetime) -> None:
    with pytest.raises(RecordTooEarly):
        write_record(offer, by=offer.person, now=now, **FACTS)  # type: ignore[arg-type]


def test_without_the_confirmed_price_there_is_no_record(offer: Offer, later: dt.datetime) -> None:
    offer.price_confirmation.delete()
    offer = Offer.objects.get(pk=offer.pk)
    with pytest.raises(RecordTooEarly):
        write_record(offer, by=offer.person, now=later, **FACTS)  # type: ignore[arg-type]


def test_signed_it_stands(offer: Offer, later: dt.datetime) -> None:
    row = write_record(offer, by=offer.person, now=later, **FACTS)  # type: ignore[arg-type]
    sign_record(row, name="Erna Wagner", now=later)
    sign_record(row, name="Jemand anders", now=later)
    with pytest.raises(RecordStands):
        write_record(offer, by=offer.person, now=later, **FACTS)  # type: ignore[arg-type]
    assert ServiceRecord.objects.get().signed_by == "Erna Wagner"


def test_page_from_writing_to_paper(client: Client, offer: Offer, later: dt.datetime) -> None:
    from tests import clock as machine

    client.force_login(offer.person)
    page = f"/bereitschaft/{offer.reference}/nachweis/"
    with machine.at(later):
        assert "35,00" in client.get(page).content.decode()
        assert client.post(page, {"done": ""}).status_code == 422
        data = {"done": "Verband", "minutes": "25", "charged": "35,00"}
        assert client.post(page, data).status_code == 302
        assert client.get(f"{page}blatt/").headers["Content-Type"] == "application/pdf"
        client.post(f"{page}unterschrift/", {"name": "Erna Wagner"})
        assert "<dt>Berechnet</dt><dd>35" in client.get(page).content.decode(), "what she has signed for"
        assert client.post(page, {**data, "minutes": "99"}).status_code == 409
    assert ServiceRecord.objects.get().minutes == 25


def test_nobody_elses_record(client: Client, cast: Cast, offer: Offer) -> None:
    client.force_login(make_care_worker(cast.district, on_duty=False))
    assert client.get(f"/bereitschaft/{offer.reference}/nachweis/").status_code == 404


def test_the_paper_says_the_year(offer: Offer, later: dt.datetime) -> None:
    row = write_record(offer, by=offer.person, now=later, **FACTS)  # type: ignore[arg-type]
    said = str(record_sheet(sign_record(row, name="Erna Wagner", now=later)).blocks)
    assert said.count(str(later.year)) == 2
