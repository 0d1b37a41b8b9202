"""A wish becomes a request."""

import datetime as dt
import uuid

import pytest

from piano.kit import clock
from piano.messaging.models import Message
from requests.errors import EmergencyWords, WindowIsOver
from requests.models import DueWork, HelpRequest, StateChange, WorkKind
from requests.states import RequestState, VisitState
from requests.wishes.intake import take_request
from tests.conftest import Cast
from tests.factories import make_request, make_window, make_wish

pytestmark = pytest.mark.django_db


def test_a_wish_becomes_a_request_with_one_open_visit(cast: Cast) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    assert help_request.state == RequestState.SEARCHING
    assert help_request.visits.get().state == VisitState.OPEN


def test_the_engine_owes_the_visit_a_search_and_an_end(cast: Cast) -> None:
    visit = make_request(cast.tenant, cast.shop).visits.get()
    owed = {row.kind: row.due_at for row in DueWork.objects.filter(visit=visit, done_at=None)}
    assert owed[WorkKind.MATCH] <= clock.now()
    assert owed[WorkKind.GIVE_BACK] == visit.wish_window.upper - dt.timedelta(minutes=60)


def test_it_leaves_its_log_rows_with_the_actor(cast: Cast) -> None:
    help_request = make_request(cast.tenant, cast.shop, by=cast.tenant.user)
    rows = StateChange.objects.filter(help_request=help_request).order_by("pk")
    assert [(row.subject, row.to_state, row.by) for row in rows] == [
        ("request", "searching", cast.tenant.user),
        ("visit", "open", cast.tenant.user),
    ]


def test_the_tenant_with_an_address_is_owed_a_confirmation(cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    assert Message.objects.get(recipient=cast.tenant.user).reason == "request_received"


def test_who_is_reached_by_phone_is_not_called_to_be_told_what_she_just_said(cast: Cast) -> None:
    cast.tenant.user.reach = "phone"
    cast.tenant.user.save()
    make_request(cast.tenant, cast.shop)
    assert not Message.objects.exists()


def test_an_emergency_is_never_accepted(cast: Cast) -> None:
    with pytest.raises(EmergencyWords):
        make_request(cast.tenant, cast.shop, words="Sie bekommt keine Luft")
    assert not HelpRequest.objects.exists()


def test_an_emergency_in_the_hints_is_not_accepted_either(cast: Cast) -> None:
    with pytest.raises(EmergencyWords):
        make_request(cast.tenant, cast.shop, hints="liegt auf dem Boden")


def test_a_time_that_is_over_is_not_accepted(cast: Cast) -> None:
    with pytest.raises(WindowIsOver):
        make_request(cast.tenant, cast.shop, window=make_window(days=-1))


def test_a_time_too_short_for_the_visit_is_not_accepted(cast: Cast) -> None:
    with pytest.raises(WindowIsOver):
        make_request(cast.tenant, cast.shop, minutes=150)


def test_the_same_form_twice_is_one_request(cast: Cast, now: dt.datetime) -> None:
    form = {"resident": cast.tenant, "wish": make_wish(cast.shop), "source": "web", "by": None, "now": now}
    token = uuid.uuid4()
    assert take_request(form_token=token, **form) == take_request(form_token=token, **form)
    assert HelpRequest.objects.count() == 1


def test_free_words_lie_encrypted_in_the_column(cast: Cast) -> None:
    from django.db import connection

    help_request = make_request(cast.tenant, cast.shop, words="Kanarienvogel füttern")
    with connection.cursor() as cursor:
        cursor.execute("SELECT wish FROM requests_helprequest WHERE id = %s", [help_request.pk])
        assert "Kanarienvogel" not in cursor.fetchone()[0]
    assert HelpRequest.objects.get().wish == "Kanarienvogel füttern"
