"""A paper that ends is said 90, 30 and 7 days before, to the volunteer and to her coordination, each once."""

import datetime as dt

import pytest

from piano.kit import clock
from piano.messaging.models import Channel, Message
from piano.messaging.reasons import REASONS
from piano.messaging.words import words_for
from quarters.models import Organisation, Role, RoleKind, User
from tests.conftest import Cast
from tests.factories import make_organisation, make_user
from volunteers.expiring import tell_of_ends
from volunteers.models import Evidence, EvidenceKind, Recognition, Volunteer, VolunteerState

pytestmark = pytest.mark.django_db
SINCE = dt.date(2025, 1, 1)


@pytest.fixture
def volunteer(cast: Cast) -> Volunteer:
    return cast.volunteers[0]


def shown(volunteer: Volunteer, days: int, kind: str = EvidenceKind.RECORD) -> Evidence:
    """Valid up to, and not on, the day in so many days."""
    until = clock.today() + dt.timedelta(days=days)
    return Evidence.objects.create(volunteer=volunteer, kind=kind, valid_from=SINCE, valid_until=until)


def coordinator(organisation: Organisation, **fields: str) -> User:
    user = make_user(**fields)
    Role.objects.create(user=user, kind=RoleKind.COORDINATOR, organisation=organisation, valid_from=SINCE)
    return user


def told() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("reason", "slot"))


@pytest.fixture(autouse=True)
def _nothing_before(cast: Cast) -> None:
    Evidence.objects.all().delete()


@pytest.mark.parametrize(
    ("days", "step"),
    [(91, ""), (90, "90"), (84, "90"), (83, ""), (30, "30"), (24, "30"), (23, ""), (7, "7"), (1, "7"), (0, "")],
)
def test_each_step_has_its_days(volunteer: Volunteer, days: int, step: str) -> None:
    shown(volunteer, days, EvidenceKind.TRAINING)
    tell_of_ends(now=clock.now())
    assert [slot for _reason, slot in told()] == ([step] if step else [])


def test_twice_is_once(volunteer: Volunteer) -> None:
    coordinator(volunteer.association)
    shown(volunteer, 30, EvidenceKind.TRAINING)
    for _ in range(2):
        tell_of_ends(now=clock.now())
    assert told() == [("evidence_ends", "30"), ("evidence_ends_office", "30")]


def test_the_coordination_of_another_association_hears_nothing(volunteer: Volunteer) -> None:
    coordinator(make_organisation())
    shown(volunteer, 30, EvidenceKind.TRAINING)
    tell_of_ends(now=clock.now())
    assert told() == [("evidence_ends", "30")]


def test_what_goes_on_is_not_said_to_end(volunteer: Volunteer) -> None:
    row = shown(volunteer, 30, EvidenceKind.TRAINING)
    Evidence.objects.create(volunteer=volunteer, kind=EvidenceKind.TRAINING, valid_from=clock.today())
    tell_of_ends(now=clock.now())
    assert told() == []
    assert not REASONS["evidence_ends"].is_still_due(row.pk)


def test_a_paper_of_another_kind_replaces_none(volunteer: Volunteer) -> None:
    row = shown(volunteer, 30, EvidenceKind.TRAINING)
    Evidence.objects.create(volunteer=volunteer, kind=EvidenceKind.LICENCE, valid_from=clock.today())
    tell_of_ends(now=clock.now())
    assert told() == [("evidence_ends", "30")]
    assert REASONS["evidence_ends"].is_still_due(row.pk)


def test_who_has_left_hears_nothing(volunteer: Volunteer) -> None:
    shown(volunteer, 30, EvidenceKind.TRAINING)
    Volunteer.objects.update(state=VolunteerState.LEFT, left_on=clock.today())
    tell_of_ends(now=clock.now())
    assert told() == []


def test_a_recognition_ends_too(volunteer: Volunteer) -> None:
    until = clock.today() + dt.timedelta(days=7)
    Recognition.objects.create(volunteer=volunteer, authority="Magistrat", valid_from=SINCE, valid_until=until)
    tell_of_ends(now=clock.now())
    assert told() == [("recognition_ends", "7")]


def test_it_names_the_paper_and_its_last_day(volunteer: Volunteer) -> None:
    row = shown(volunteer, 30)
    message = Message(
        reason="evidence_ends", subject=f"evidence:{row.pk}", recipient=volunteer.user, channel=Channel.EMAIL
    )
    words = words_for(message)
    last = clock.say_date(clock.today() + dt.timedelta(days=29), with_year=True)
    assert words.subject == f"Ihr Nachweis gilt noch bis {last}"
    assert "Führungszeugnis" in words.body
