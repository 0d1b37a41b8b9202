"""Letters that waited beside the outbox become messages, and stand in their own table again when the step is taken back."""

import datetime as dt
import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from piano.kit import clock
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.models import Message
from piano.messaging.sweeps import send_messages
from requests.models import Visit
from tests.conftest import Cast
from tests.factories import make_request

pytestmark = pytest.mark.django_db
STEP = importlib.import_module("requests.migrations.0050_letters_become_messages")


@pytest.fixture
def old() -> Any:
    """The models as they were before; the table is still there."""
    state = MigrationExecutor(connection).loader.project_state(("requests", "0049_language_of_thanks"))
    return state.apps


def returned(cast: Cast) -> Visit:
    visit = make_request(cast.tenant, cast.shop).visits.get()
    Visit.objects.filter(pk=visit.pk).update(state="returned", ended_at=clock.now())
    return visit


class Models:
    """The letters of then, everything else of now."""

    def __init__(self, old: Any) -> None:
        self.old = old

    def get_model(self, app: str, name: str) -> Any:
        return self.old.get_model(app, name) if name == "OwedLetter" else apps.get_model(app, name)


def test_what_waits_and_what_was_posted_lately_goes_over_and_back(cast: Cast, old: Any) -> None:
    letters = old.get_model("requests", "OwedLetter").objects
    now, waits, posted, long_ago = clock.now(), returned(cast), returned(cast), returned(cast)
    letters.create(visit_id=waits.pk, owed_at=now)
    by = {"posted_by_id": cast.helper.pk}
    letters.create(visit_id=posted.pk, owed_at=now, posted_at=now, **by)
    letters.create(visit_id=long_ago.pk, owed_at=now, posted_at=now - dt.timedelta(days=40), **by)
    STEP.become_messages(Models(old), None)
    rows = Message.objects.filter(reason="nobody_found_on_paper").order_by("pk")
    assert list(rows.values_list("subject", "state", "recipient")) == [
        (f"visit:{waits.pk}", "due", cast.tenant.user.pk),
        (f"visit:{posted.pk}", "sent", cast.tenant.user.pk),
    ]
    assert PaperLetter.objects.get().posted_by == cast.helper
    assert not letters.exists()
    send_messages()
    assert rows[0].state == "to_post"
    STEP.become_letters(Models(old), None)
    assert list(letters.order_by("pk").values_list("visit", "posted_by")) == [
        (waits.pk, None),
        (posted.pk, cast.helper.pk),
    ]
    assert not rows.exists()
