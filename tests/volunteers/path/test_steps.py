"""Each step leaves who and when; the talk opens the file, the last step makes somebody active, undo takes both back."""

import datetime as dt
import io
from typing import Any

import pytest
from PIL import Image

from piano.kit import clock
from piano.kit.photos import Photo, read_photo
from quarters.models import User
from tests.conftest import Cast
from tests.factories import make_organisation
from volunteers.joining import register_interest
from volunteers.levels import LAY, Levels
from volunteers.models import Evidence, EvidenceKind, Path, PathRule, Step, Volunteer, VolunteerState
from volunteers.path import acts, errors
from volunteers.path.cards import keep_photo
from volunteers.path.secrecy import SECRECY_VERSION
from volunteers.safeguarding import who_may

pytestmark = pytest.mark.django_db


def make_path(cast: Cast, now: dt.datetime, *, level: str = "B", **other: Any) -> Path:
    values = {"name": "Ayşe Demir", "phone": "0561 445566", "email": "ayse@example.org"} | other
    interest = register_interest(district=cast.district, categories=[cast.shop], now=now, **values)
    return acts.begin_path(interest, came_by="web", now=now, level=level, association=cast.volunteer.association)


def picture() -> Photo:
    target = io.BytesIO()
    Image.new("RGB", (300, 400), "brown").save(target, "JPEG")
    target.seek(0)
    return read_photo(target)


def walk(path: Path, cast: Cast, now: dt.datetime, *, but: tuple[str, ...] = ()) -> None:
    for step in acts.needed_for(path.level):
        if step not in but:
            if step == Step.CARD:
                keep_photo(path, photo=picture(), by=cast.helper, now=now)
            fresh = {"issued_on": clock.today(), "has_no_entry": True} if step in acts.RECORDS else {}
            acts.take_step(path, step, by=cast.helper, now=now, words="Meryem Kaya", **fresh)


def test_the_level_follows_from_the_kinds_she_named(cast: Cast, now: dt.datetime) -> None:
    assert make_path(cast, now, level="").level == cast.shop.level


def test_every_level_asks_at_least_for_what_a_visit_asks_for() -> None:
    levels = Levels.load(on=clock.today())
    for level in LAY:
        kinds = levels.of(level, state="HE")
        assert kinds
        assert kinds <= {acts.EVIDENCE_OF.get(Step(step)) for step in acts.needed_for(level)}


def test_the_steps_of_a_level_are_data(cast: Cast, now: dt.datetime) -> None:
    PathRule.objects.filter(level="A").delete()
    PathRule.objects.create(level="A", step=Step.TRAINING)
    assert acts.missing_of(make_path(cast, now, level="A")) == [Step.TRAINING]


def test_the_talk_opens_her_file_and_nobody_is_sent_by_it(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    step = acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    assert (step.taken_on, step.noted_at, step.noted_by) == (clock.today(), now, cast.helper)
    her = Volunteer.objects.get(user__email="ayse@example.org")
    assert (her.state, her.user.full_name, list(her.categories.all())) == ("applied", "Ayşe Demir", [cast.shop])
    path.refresh_from_db()
    assert path.volunteer == her
    assert path.interest.answered_by == cast.helper  # type: ignore[union-attr]


def test_nothing_comes_before_the_talk(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(errors.TalkFirst):
        acts.take_step(make_path(cast, now), Step.IDENTITY, by=cast.helper, now=now)


def test_without_an_association_nobody_is_taken_in(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    Path.objects.update(association=None)
    with pytest.raises(errors.NoAssociation):
        acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    other = make_organisation()
    acts.take_step(path, Step.TALK, by=cast.helper, now=now, association=other)
    assert Path.objects.get().association == other


def test_the_last_step_makes_her_active_and_she_may_be_sent(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    walk(path, cast, now)
    her = Path.objects.get(pk=path.pk).volunteer
    assert her is not None
    assert her.state == VolunteerState.ACTIVE
    assert her in who_may(cast.shop, clock.today())


def test_twice_is_one_step(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    first = acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    assert acts.take_step(path, Step.TALK, by=cast.helper, now=now) == first
    assert Volunteer.objects.filter(user__email="ayse@example.org").count() == 1


def test_a_step_taken_back_is_no_evidence_and_she_is_not_active(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    walk(path, cast, now)
    row = acts.undo_step(path, Step.IDENTITY, by=cast.helper, now=now)
    assert row is not None
    assert (row.undone_by, row.undone_at) == (cast.helper, now)
    her = Volunteer.objects.get(user__email="ayse@example.org")
    assert her.state == VolunteerState.APPLIED
    assert not Evidence.objects.filter(volunteer=her, kind=EvidenceKind.IDENTITY).exists()
    assert acts.undo_step(path, Step.IDENTITY, by=cast.helper, now=now) is None
    acts.take_step(path, Step.IDENTITY, by=cast.helper, now=now)
    assert Path.objects.get(pk=path.pk).active_at == now


def test_somebody_suspended_meanwhile_does_not_become_active_by_a_step(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    walk(path, cast, now, but=(Step.CARD,))
    keep_photo(path, photo=picture(), by=cast.helper, now=now)
    Volunteer.objects.filter(user__email="ayse@example.org").update(state=VolunteerState.SUSPENDED)
    acts.take_step(path, Step.CARD, by=cast.helper, now=now)
    assert Volunteer.objects.get(user__email="ayse@example.org").state == VolunteerState.SUSPENDED


def test_what_was_signed_names_the_version_of_its_words(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    assert acts.take_step(path, Step.SECRECY, by=cast.helper, now=now).version == SECRECY_VERSION


@pytest.mark.parametrize(
    ("days_old", "no_entry", "wrong"),
    [(100, True, errors.RecordTooOld), (10, False, errors.RecordNeedsDates), (-1, True, errors.RecordNeedsDates)],
)
def test_a_certificate_is_fresh_and_without_entry(
    cast: Cast, now: dt.datetime, days_old: int, no_entry: bool, wrong: type[Exception]
) -> None:
    path = make_path(cast, now, level="C")
    acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    issued = clock.today() - dt.timedelta(days=days_old)
    with pytest.raises(wrong):
        acts.take_step(path, Step.RECORD, by=cast.helper, now=now, issued_on=issued, has_no_entry=no_entry)


def test_of_a_certificate_only_days_are_kept_and_it_ends(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now, level="C")
    acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    today = clock.today()
    step = acts.take_step(path, Step.RECORD, by=cast.helper, now=now, issued_on=today, has_no_entry=True)
    assert step.evidence is not None
    assert (step.words, step.evidence.valid_until) == ("", today.replace(year=today.year + 5))


def test_the_first_visit_comes_last(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now, level="C")
    walk(path, cast, now, but=(Step.CARD, Step.FIRST_VISIT))
    with pytest.raises(errors.StepsMissing):
        acts.take_step(path, Step.FIRST_VISIT, by=cast.helper, now=now)


def test_a_way_ends_with_its_reason_and_goes_on_again(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    acts.end_path(path, why="withdrew", by=cast.helper, now=now)
    her = Volunteer.objects.get(user__email="ayse@example.org")
    assert (her.state, her.left_on) == (VolunteerState.LEFT, clock.today())
    with pytest.raises(errors.PathIsOver):
        acts.take_step(path, Step.IDENTITY, by=cast.helper, now=now)
    acts.resume_path(path, now=now)
    her.refresh_from_db()
    assert (her.state, her.left_on) == (VolunteerState.APPLIED, None)


def test_whoever_signs_in_already_keeps_her_account(cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(email="ayse@example.org", family_name="Demir")
    acts.take_step(make_path(cast, now), Step.TALK, by=cast.helper, now=now)
    assert Volunteer.objects.get(user=cast.tenant.user).state == VolunteerState.APPLIED


def test_the_address_of_somebody_else_makes_nobody_a_volunteer(cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(email="ayse@example.org", family_name="Brandt")
    with pytest.raises(errors.AddressOfSomebodyElse):
        acts.take_step(make_path(cast, now), Step.TALK, by=cast.helper, now=now)


def test_whoever_left_comes_back_to_her_file(cast: Cast, now: dt.datetime) -> None:
    her = cast.volunteer
    User.objects.filter(pk=her.user_id).update(email="ayse@example.org", family_name="Demir")
    Volunteer.objects.filter(pk=her.pk).update(state="left", left_on=clock.today())
    acts.take_step(make_path(cast, now), Step.TALK, by=cast.helper, now=now)
    her.refresh_from_db()
    assert (her.state, her.left_on) == (VolunteerState.APPLIED, None)


def test_a_step_is_not_of_a_day_ahead(cast: Cast, now: dt.datetime) -> None:
    path, tomorrow = make_path(cast, now), clock.today() + dt.timedelta(days=1)
    with pytest.raises(errors.DayNotYet):
        acts.take_step(path, Step.TALK, by=cast.helper, now=now, on=tomorrow)
    assert not Volunteer.objects.filter(user__email="ayse@example.org").exists()
