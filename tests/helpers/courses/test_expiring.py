"""A paper of somebody who works here ends: she and her employer's coordination hear it 90, 30 and 7 days before, each once."""

import datetime as dt

import pytest

from helpers.courses.expiring import tell_of_ends
from helpers.models import Helper, StaffEvidence
from piano.kit import clock
from piano.messaging.models import Channel, Message
from piano.messaging.reasons import REASONS
from piano.messaging.words import words_for
from quarters.models import EvidenceKind, Role, RoleKind, User
from tests.conftest import Cast
from tests.factories import make_care_worker, make_organisation, make_user

pytestmark = pytest.mark.django_db
SINCE = dt.date(2025, 1, 1)


def shown(person: User, days: int, kind: str = EvidenceKind.FIRST_AID) -> StaffEvidence:
    until = clock.today() + dt.timedelta(days=days)
    return StaffEvidence.objects.create(person=person, kind=kind, valid_from=SINCE, valid_until=until)


def told() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("reason", "slot"))


@pytest.mark.parametrize(
    ("days", "step"),
    [(91, ""), (90, "90"), (84, "90"), (83, ""), (30, "30"), (23, ""), (7, "7"), (1, "7"), (0, "")],
)
def test_each_step_has_its_days_and_is_said_once(cast: Cast, days: int, step: str) -> None:
    shown(cast.helper, days)
    for _ in range(2):
        tell_of_ends(now=clock.now())
    assert told() == ([("staff_evidence_ends", step)] if step else [])


def test_the_employers_coordination_hears_it_and_no_other(cast: Cast) -> None:
    employer = cast.helper.helper.employer  # type: ignore[attr-defined]
    for organisation in (employer, make_organisation()):
        Role.objects.create(user=make_user(), kind=RoleKind.COORDINATOR, organisation=organisation, valid_from=SINCE)
    shown(cast.helper, 30)
    tell_of_ends(now=clock.now())
    assert told() == [("staff_evidence_ends", "30"), ("staff_evidence_ends_office", "30")]


def test_a_care_worker_hears_it_too_and_who_has_left_does_not(cast: Cast) -> None:
    shown(make_care_worker(cast.district), 7)
    shown(cast.helper, 7)
    Helper.objects.update(until=clock.today())
    tell_of_ends(now=clock.now())
    assert told() == [("staff_evidence_ends", "7")]


def test_what_goes_on_is_not_said_to_end(cast: Cast) -> None:
    row = shown(cast.helper, 30)
    StaffEvidence.objects.create(person=cast.helper, kind=row.kind, valid_from=clock.today())
    tell_of_ends(now=clock.now())
    assert told() == []
    assert not REASONS["staff_evidence_ends"].is_still_due(row.pk)


def test_it_names_the_paper_and_its_last_day(cast: Cast) -> None:
    row = shown(cast.helper, 30)
    subject = f"staff_evidence:{row.pk}"
    message = Message(reason="staff_evidence_ends", subject=subject, recipient=cast.helper, channel=Channel.EMAIL)
    words = words_for(message)
    last = clock.say_date(clock.today() + dt.timedelta(days=29), with_year=True)
    assert words.subject == f"Ihr Nachweis gilt noch bis {last}"
    assert "Erste Hilfe" in words.body
