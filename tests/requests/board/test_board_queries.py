"""However much stands on the board, it asks the database the same few questions."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from piano.kit import clock
from piano.messaging.outbox import owe
from piano.messaging.sweeps import send_messages
from quarters.contributions import give
from quarters.models import Category, Resident
from requests.arranged import afterwards
from requests.finding.decisions import return_visit
from requests.finding.suggesting import suggest_times
from requests.models import Visit
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import (
    make_category,
    make_request,
    make_resident,
    make_user,
    make_window,
)
from tests.requests.board.test_board import arranged, done, refer
from volunteers.joining import register_interest

pytestmark = pytest.mark.django_db


def test_the_number_of_queries_does_not_grow(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    for days in range(2, 8):
        arranged(cast, window=make_window(days=days))
        make_request(make_resident(cast.district), cast.shop)
        refer(cast)
    client.get("/leitstand/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/leitstand/")
    assert len(queries) <= 12, "\n".join(query["sql"][:160] for query in queries)


def every_kind_of_row(cast: Cast) -> None:
    """Whatever may stand on the board, each twice."""
    for number in range(2):
        arranged(cast, window=make_window(days=2 + number))
        done(cast, needs_call=True)
        afterwards.give_feedback(done(cast), by=cast.tenant.user, was_good=False, words="", now=clock.now())
        make_request(make_resident(cast.district, is_known=False), cast.shop)
        returned(cast)
        returned(cast, make_resident(cast.district, make_user(email=None, phone="")))
        person = make_resident(cast.district).user
        give(kind="gift", words="backt gern", district=cast.district, now=clock.now(), person=person)
        register_interest(name="Ingrid Thiel", district=cast.district, now=clock.now(), phone="0561 8123427")
        refer(cast)
        refer(cast, "landlord")
        called = make_resident(cast.district, make_user(reach="phone")).user
        with transaction.atomic():
            owe(reason="somebody_died", subject=f"resident:{cast.tenant.pk}", recipient=called, now=clock.now())
    lone = make_category("lone", name="Blumen")
    for window in (make_window(days=4), make_window(days=5)):
        decision = asked_for(cast, lone, window)
    suggest_times(decision, windows=[make_window(days=6)], by=cast.helper, now=clock.now())


def returned(cast: Cast, tenant: Resident | None = None) -> Visit:
    """Without telephone and mail she gets a letter."""
    visit = make_request(tenant or make_resident(cast.district), cast.shop).visits.get()
    return return_visit(visit, by=cast.helper, now=clock.now(), reason="niemand frei")


def asked_for(cast: Cast, category: Category, window: tuple[dt.datetime, dt.datetime]) -> Visit:
    visit = make_request(make_resident(cast.district), category, window=window).visits.get()
    drive_visits()
    return Visit.objects.get(pk=visit.pk)


def test_with_every_kind_of_row_it_asks_no_more_than_twelve_questions(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.ANSWERING_SECONDS = 10  # as it runs: who answers now was asked by the page before
    every_kind_of_row(cast)
    send_messages()
    client.force_login(cast.helper)
    page = client.get("/leitstand/").content.decode()
    for words in (
        "Vielleicht ein Notfall",
        "Vermieter",
        "warten auf einen Anruf",
        "Möchte mitmachen",
        "Macht gern etwas",
        "Kennenlernen",
        "Sorge nach Besuch",
        "es war nicht alles gut",
        "Briefe: drucken und einwerfen",
        "Wen noch fragen?",
        "anderer Termin vorgeschlagen",
        "→",
        "Erledigt heute",
    ):
        assert words in page
    with CaptureQueriesContext(connection) as queries:
        client.get("/leitstand/")
    assert len(queries) <= 12, "\n".join(query["sql"][:160] for query in queries)
