"""An idea comes in, on the web or from the phone; a helper looks it over before others see it."""

import datetime as dt
import uuid

import pytest

from piano.kit import clock
from piano.messaging.models import Message
from quarters.contributions import contributions_in, give
from quarters.ideas.bringing import Somebody, first_words, free_slug, idea_from, looked_over_by
from quarters.ideas.looking_over import publish, report_page, settle_reports, turn_down
from quarters.models import Contribution, Initiative, Part, User
from tests.conftest import Cast
from tests.factories import make_user
from tests.quarters.ideas.making import make_idea, somebody

pytestmark = pytest.mark.django_db


def said(**fields: str) -> set[str]:
    return set(Message.objects.filter(**fields).exclude(state="cancelled").values_list("reason", flat=True))


def test_an_idea_is_hers_and_stands_on_the_helpers_list(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now, is_public=False)
    runner = row.people.get()
    assert (runner.part, runner.called, runner.first_name) == (Part.RUNS, "Hanne Petri", "Hanne")
    assert row.contribution in contributions_in(frozenset({cast.district.pk}))
    assert list(row.steps.values_list("stage", flat=True)) == ["idea"]
    assert said(recipient=runner.person) == {"idea_received"}


def test_the_same_form_twice_is_one_idea(cast: Cast, now: dt.datetime) -> None:
    token, who = uuid.uuid4(), somebody()
    first, second = (make_idea(cast, now, is_public=False, form_token=token, who=who) for _ in range(2))
    assert first == second
    assert Initiative.objects.count() == 1


def test_an_address_that_has_an_account_changes_nothing_of_it(cast: Cast, now: dt.datetime) -> None:
    known = make_user(email="hanne@example.org", given_name="Johanna", phone="+49561777")
    row = make_idea(cast, now, who=somebody("Hanne P", email="Hanne@example.org", phone="0561 1234"))
    known.refresh_from_db()
    assert row.people.get().person == known
    assert (known.given_name, known.phone, row.people.get().phone) == ("Johanna", "+49561777", "+495611234")


def test_who_does_not_agree_is_not_named(cast: Cast, now: dt.datetime) -> None:
    assert make_idea(cast, now, shows_name=False).people.get().first_name == "jemand von hier"


def test_what_was_said_on_the_phone_becomes_a_page_with_one_press(cast: Cast, now: dt.datetime) -> None:
    idea = give(
        kind="idea",
        words="Ein Spieleabend. Donnerstags im Treff",
        district=cast.district,
        now=now,
        person=cast.tenant.user,
    )
    first, second = (idea_from(idea, by=cast.helper, now=now) for _ in range(2))
    assert first == second
    first.refresh_from_db()
    idea.refresh_from_db()
    assert (first.title, first.words, first.enabler) == ("Ein Spieleabend", idea.words, cast.helper)
    assert first.people.get().person == cast.tenant.user
    assert not first.people.get().shows_name
    assert (first.contribution, idea.seen_by) == (idea, cast.helper)
    assert not first.is_public


def test_a_caller_without_an_account_can_be_told(cast: Cast, now: dt.datetime) -> None:
    idea = give(kind="idea", words="Beete", district=cast.district, now=now, name="Frau Brandt", phone="+4956112345")
    person = idea_from(idea, by=cast.helper, now=now).people.get().person
    assert (person.phone, person.reach, person.email) == ("+4956112345", "phone", None)


def test_a_helper_lets_it_out_once_and_she_hears_it(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now, is_public=False)
    assert not Initiative.objects.published().exists()
    for _ in range(2):
        publish(row, by=cast.helper, now=now)
    assert Initiative.objects.published().get().published_by == cast.helper
    assert Message.objects.filter(reason="idea_public").count() == 1
    assert Contribution.objects.get().seen_by == cast.helper


def test_what_is_held_back_says_why_and_can_come_later(cast: Cast, now: dt.datetime) -> None:
    row = turn_down(make_idea(cast, now), why="Ein Name steht darin", by=cast.helper, now=now)
    assert not Initiative.objects.published().exists()
    assert "idea_turned_down" in said(recipient=row.people.get().person)
    assert publish(row, by=cast.helper, now=now + dt.timedelta(hours=1)).turned_down_at is None


def test_a_hint_to_a_page_is_read_once(cast: Cast, now: dt.datetime) -> None:
    row = make_idea(cast, now)
    assert report_page(row, words="Mein Name steht da", now=now) == report_page(
        row, words="Mein Name steht da ", now=now
    )
    assert [settle_reports(row, by=cast.helper, now=now) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize(
    ("day", "until"),
    [(dt.date(2026, 12, 1), dt.date(2026, 12, 3)), (dt.date(2026, 12, 4), dt.date(2026, 12, 8))],
)
def test_a_helper_looks_within_two_working_days(day: dt.date, until: dt.date) -> None:
    assert looked_over_by(clock.at(day, dt.time(9))) == until


def test_an_address_of_ours_is_never_an_ideas(cast: Cast, now: dt.datetime) -> None:
    assert free_slug("Neu") == "neu-2"
    assert free_slug("Größe & Spaß!") == "groesse-spass"
    assert free_slug("…") == "idee"
    assert [make_idea(cast, now).slug for _ in range(3)] == ["spaziergang", "spaziergang-2", "spaziergang-3"]


def test_a_title_is_cut_between_words() -> None:
    assert first_words("Ein Tisch zum Reparieren. Jeden Samstag") == "Ein Tisch zum Reparieren"
    assert first_words("wort " * 30).endswith("wort")
    assert len(first_words("wort " * 30)) <= 60


def test_nobody_gets_an_account_twice(cast: Cast, now: dt.datetime) -> None:
    before = User.objects.count()
    for _ in range(2):
        make_idea(cast, now, who=Somebody(name="Rosa", email="rosa@example.org"))
    assert User.objects.count() == before + 1
