"""The state log only grows; erasing may take note and person from it, and says so in its transaction."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from requests.log import may_erase_log
from requests.models import StateChange
from tests.conftest import Cast
from tests.privacy.planting import plant_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(cast: Cast, now: dt.datetime) -> StateChange:
    plant_case(cast, cast.tenant, now=now)
    return StateChange.objects.exclude(by=None).exclude(note="").first() or _noted(cast)


def _noted(cast: Cast) -> StateChange:
    row = StateChange.objects.exclude(by=None)[0]
    return StateChange.objects.create(
        subject="visit", subject_id=0, help_request=row.help_request, to_state="x", by=row.by, note="krank", at=row.at
    )


def is_refused(change: StateChange, **values: object) -> bool:
    rows = StateChange.objects.filter(pk=change.pk)
    try:
        with transaction.atomic():
            rows.update(**values) if values else rows.delete()
    except IntegrityError:
        return True
    return False


def test_nothing_of_it_changes_or_goes(change: StateChange) -> None:
    assert is_refused(change, note="")
    assert is_refused(change, by=None)
    assert is_refused(change, to_state="done")
    assert is_refused(change)


@pytest.mark.parametrize("values", [{"note": ""}, {"by": None}, {"note": "", "by": None}])
def test_erasing_may_take_note_and_person(change: StateChange, values: dict[str, object]) -> None:
    with may_erase_log():
        assert not is_refused(change, **values)


def test_erasing_may_put_nothing_in_their_place(change: StateChange, cast: Cast) -> None:
    with may_erase_log():
        assert is_refused(change, note="gesund")
        assert is_refused(change, by=cast.helper)
        assert is_refused(change, to_state="done", note="")
        assert is_refused(change, at=change.at + dt.timedelta(days=1), note="")


def test_the_permission_ends_with_the_block(change: StateChange) -> None:
    with may_erase_log():
        pass
    assert is_refused(change, note="")


def test_the_permission_ends_when_the_block_fails(change: StateChange) -> None:
    with pytest.raises(LookupError), transaction.atomic(), may_erase_log():
        raise LookupError
    assert is_refused(change, note="")
