"""A founding goes its way: what opens, what is refused, what is taken back, and who reads it."""

import datetime as dt
import random
from collections.abc import Callable

import pytest
from django.test import Client

from piano.kit import clock
from quarters.ideas.bringing import Somebody, bring_idea
from quarters.models import Initiative, Organisation, Role, RoleKind
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_organisation, make_user
from tests.volunteers.clubs.making import NAMES, TO_ASSEMBLY, make_founding, take
from volunteers.clubs import graph
from volunteers.clubs.errors import (
    AlreadyThere,
    BeforeItsFollower,
    BeforeItsReason,
    HandedOver,
    NameTaken,
    NeedsFirst,
    NoBoard,
    NobodyToWaitFor,
    NotFounded,
    NotToday,
    StillNeeded,
    TimeIsOver,
    TooFewFounders,
    TooFewSignatures,
)
from volunteers.clubs.founding import add_founder, begin_from_idea, remove_founder, take_back_step, take_step
from volunteers.clubs.handing_over import hand_over
from volunteers.clubs.links import founder_key, founder_link
from volunteers.clubs.standing import stand_of
from volunteers.models import Founder, Member, Renewal

pytestmark = pytest.mark.django_db


def test_whatever_is_tried_in_whatever_order_nothing_stands_on_nothing(cast: Cast, now: dt.datetime) -> None:
    """The verbs keep what the graph says: random attempts, taken and taken back."""
    founding, today = make_founding(cast.district), clock.today()
    for seed in range(3):
        dice = random.Random(seed)
        for _ in range(60):
            code = dice.choice(list(graph.BY_CODE))
            try:
                if dice.random() < 0.3:
                    take_back_step(founding, code, now=now)
                else:
                    take_step(founding, code, on=today, waits=dice.random() < 0.3, by=None, now=now)
            except (NeedsFirst, StillNeeded, NobodyToWaitFor, BeforeItsReason, TimeIsOver):
                pass
            rows = {row.code: row.done_on for row in founding.steps.all()}
            done = {code for code, day in rows.items() if day}
            assert all(set(graph.BY_CODE[one].needs) <= done for one in rows), (seed, rows)


def test_a_step_is_noted_with_who_and_when_and_twice_is_once(cast: Cast, now: dt.datetime) -> None:
    founding = make_founding(cast.district)
    for _ in range(2):
        take_step(founding, "purpose", on=clock.today(), by=cast.helper, now=now, note="im Treff")
    row = founding.steps.get()
    assert (row.done_on, row.by, row.at, row.note) == (clock.today(), cast.helper, now, "im Treff")


def test_what_is_needed_first_is_named(cast: Cast) -> None:
    with pytest.raises(NeedsFirst, match="Unterschriften beglaubigen"):
        take(make_founding(cast.district), "register")


def test_seven_found_it_and_six_do_not(cast: Cast) -> None:
    founding = make_founding(cast.district, founders=6)
    take(founding, "purpose", "statute")
    with pytest.raises(TooFewFounders):
        take(founding, "founders")
    add_founder(founding, name="Nummer Sieben", now=clock.now())
    take(founding, "founders")


def test_six_signatures_are_too_few(cast: Cast) -> None:
    founding = make_founding(cast.district)
    founding.founders.filter(name=NAMES[6]).update(has_signed=False)
    take(founding, *TO_ASSEMBLY[:-1])
    with pytest.raises(TooFewSignatures):
        take(founding, "assembly")


@pytest.mark.parametrize("wrong", [{"accepts": False}, {"votes_yes": 3, "votes_no": 3}, {"office": ""}])
def test_without_a_treasurer_who_was_elected_and_accepted_there_is_no_board(cast: Cast, wrong: dict) -> None:
    founding = make_founding(cast.district)
    founding.founders.filter(office="treasurer").update(**wrong)
    take(founding, *TO_ASSEMBLY[:-1])
    with pytest.raises(NoBoard):
        take(founding, "assembly")


def test_no_day_to_come_and_none_before_its_reason(cast: Cast) -> None:
    founding, today = make_founding(cast.district), clock.today()
    with pytest.raises(NotToday):
        take(founding, "purpose", on=today + dt.timedelta(days=1))
    take(founding, "purpose")
    with pytest.raises(BeforeItsReason):
        take(founding, "statute", on=today - dt.timedelta(days=1))


def test_no_step_moves_behind_what_rests_on_it(cast: Cast, now: dt.datetime) -> None:
    founding, today = make_founding(cast.district), clock.today()
    take(founding, *TO_ASSEMBLY, on=today - dt.timedelta(days=9))
    take_step(founding, "tax", on=today - dt.timedelta(days=3), waits=True, by=None, now=now)
    with pytest.raises(BeforeItsFollower):
        take(founding, "assembly", on=today - dt.timedelta(days=2))
    take(founding, "assembly", on=today - dt.timedelta(days=3))


def test_what_was_voluntary_does_not_begin_after_its_time_but_its_answer_still_comes(
    cast: Cast, now: dt.datetime
) -> None:
    founding = make_founding(cast.district)
    take(founding, "purpose", "statute")
    take_step(founding, "check_tax", on=clock.today(), waits=True, by=None, now=now)
    take(founding, *TO_ASSEMBLY[2:])
    with pytest.raises(TimeIsOver):
        take(founding, "check_court")
    take(founding, "check_tax")
    assert not founding.steps.filter(code="check_court").exists()


def test_another_day_of_the_notice_moves_what_was_planned_for_it(cast: Cast, now: dt.datetime) -> None:
    founding, today = make_founding(cast.district), clock.today()
    take(founding, *TO_ASSEMBLY, on=today - dt.timedelta(days=9))
    hand_over(founding, by=None, now=now)
    for days in (4, 2):
        take(founding, "tax", on=today - dt.timedelta(days=days))
    assert [one.due_on for one in Renewal.objects.filter(kind="tax")] == [
        (today - dt.timedelta(days=2)).replace(year=today.year + 3)
    ]
    take_back_step(founding, "tax", now=now)
    assert not Renewal.objects.filter(kind="tax").exists()


def test_what_a_later_step_rests_on_is_not_taken_back(cast: Cast, now: dt.datetime) -> None:
    founding = make_founding(cast.district)
    take(founding, "purpose", "statute")
    with pytest.raises(StillNeeded):
        take_back_step(founding, "purpose", now=now)
    take_back_step(founding, "statute", now=now)
    take_back_step(founding, "purpose", now=now)
    assert not founding.steps.exists()


def test_whoever_signed_stays_once_the_assembly_rests_on_her(cast: Cast, now: dt.datetime) -> None:
    founding = make_founding(cast.district)
    take(founding, *TO_ASSEMBLY)
    with pytest.raises(StillNeeded):
        remove_founder(founding.founders.first(), now=now)
    assert founding.founders.count() == 7


def test_who_waits_for_whom_is_said_with_its_day(cast: Cast, now: dt.datetime) -> None:
    founding, today = make_founding(cast.district), clock.today()
    take(founding, *TO_ASSEMBLY, on=today - dt.timedelta(days=100))
    take_step(founding, "tax", on=today - dt.timedelta(days=70), waits=True, by=None, now=now)
    take_step(founding, "certify", on=today, waits=True, by=None, now=now)
    stand = stand_of(founding, on=today)
    assert [(one.step.code, one.is_late) for one in stand.waits] == [("tax", True), ("certify", False)]
    assert {one.step.code for one in stand.now} == {"account", "insurance", "privacy"}
    assert stand.is_liable
    assert next(one for one in stand.steps if one.step.code == "register").lacks == ("Unterschriften beglaubigen",)


def test_the_same_name_stands_there_once(cast: Cast, now: dt.datetime) -> None:
    founding = make_founding(cast.district)
    with pytest.raises(AlreadyThere):
        add_founder(founding, name=f" {NAMES[0]} ", now=now)


def idea_of(cast: Cast, now: dt.datetime) -> Initiative:
    who = Somebody(name="Hanne Petri", phone="0561 123456", email="hanne@example.org")
    row = bring_idea(title="Nachbarn", words="Wir helfen.", district=cast.district, who=who, shows_name=True, now=now)
    Initiative.objects.filter(pk=row.pk).update(stage="association", reached="association", published_at=now)
    row.refresh_from_db()
    return row


def test_an_idea_becomes_one_founding_and_whoever_runs_it_is_the_first_founder(cast: Cast, now: dt.datetime) -> None:
    idea = idea_of(cast, now)
    founding = begin_from_idea(idea, by=cast.helper, now=now)
    assert begin_from_idea(idea, by=None, now=now) == founding
    assert (founding.name, founding.enabler, founding.idea) == ("Nachbarn", cast.helper, idea)
    assert [(one.name, one.email) for one in founding.founders.all()] == [("Hanne Petri", "hanne@example.org")]


def test_the_button_on_the_idea_leads_to_the_founding(cast: Cast, now: dt.datetime, client: Client) -> None:
    idea = idea_of(cast, now)
    client.force_login(cast.helper)
    page = f"/leitstand/ideen/{idea.reference}/verein/"
    assert "Die Gründung Schritt für Schritt" in client.get(page).content.decode()
    answer = client.post(page)
    assert answer.headers["Location"] == f"/leitstand/gruendungen/{idea.founding.reference}/"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_association_runs_itself_with_members_numbers_and_a_key_for_the_board(cast: Cast, now: dt.datetime) -> None:
    founding = make_founding(cast.district, cast.helper, board_years=3)
    with pytest.raises(NotFounded):
        hand_over(founding, by=cast.helper, now=now)
    take(founding, *TO_ASSEMBLY, "tax")
    association = hand_over(founding, by=cast.helper, now=now)
    assert hand_over(founding, by=cast.helper, now=now) == association
    assert list(Member.objects.values_list("number", "name")) == list(enumerate(NAMES, 1))
    keys = Role.objects.filter(kind=RoleKind.ASSOCIATION_OFFICER, organisation=association)
    assert {role.user.email for role in keys} == {f"g{place}.{founding.pk}@example.org" for place in range(3)}
    today = clock.today()
    assert dict(Renewal.objects.values_list("kind", "due_on")) == {
        "tax": today.replace(year=today.year + 3), "board": today.replace(year=today.year + 3),
        "assembly": today.replace(year=today.year + 1),
    }  # fmt: skip


def test_a_name_that_another_has_is_refused(cast: Cast, now: dt.datetime) -> None:
    founding = make_founding(cast.district)
    take(founding, *TO_ASSEMBLY)
    make_organisation(name=founding.name.upper())
    with pytest.raises(NameTaken):
        hand_over(founding, by=None, now=now)
    assert Organisation.objects.filter(name=founding.name).count() == 0


def test_once_it_runs_itself_neither_helper_nor_founder_link_reads_a_name(
    cast: Cast, now: dt.datetime, client: Client
) -> None:
    founding = make_founding(cast.district, cast.helper)
    take(founding, *TO_ASSEMBLY)
    founder = founding.founders.first()
    hand_over(founding, by=None, now=now)
    client.force_login(cast.helper)
    here = f"/leitstand/gruendungen/{founding.reference}/"
    for page in (here, f"{here}menschen/", f"/verein/gruendung/{founder_key(founder)}/menschen/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert not any(name in answer.content.decode() for name in NAMES), page
    assert client.get(f"{here}papier/anwesenheit/pdf/").status_code == 404
    assert client.get(f"{here}menschen/{founder.reference}/").status_code == 404
    assert client.get(f"{here}angaben/").status_code == 404  # who led the assembly stands there
    with pytest.raises(HandedOver):
        add_founder(founding, name="Neu", now=now)


def test_a_founder_does_by_her_link_what_the_helper_does(cast: Cast, client: Client) -> None:
    founding = make_founding(cast.district)
    page = "/" + founder_link(founding.founders.first()).split("/", 3)[3]
    shown = client.get(page)
    assert "Was können wir jetzt tun?" in shown.content.decode()
    assert shown.headers["X-Robots-Tag"] == "noindex, nofollow"
    answer = client.post(f"{page}schritt/purpose/", {"on": clock.today().isoformat(), "what": "done"})
    assert answer.status_code == 302
    assert founding.steps.get().code == "purpose"
    assert client.post(f"{page}schritt/register/", {"on": clock.today().isoformat()}).status_code == 409
    assert client.post(f"{page}schritt/statute/", {"on": "bald"}).status_code == 422


@pytest.mark.parametrize(
    "bend", [lambda key: key[:-1], lambda key: "x" + key, lambda key: "x.y", lambda key: f"{key}:"]
)
def test_a_bent_link_opens_nothing(cast: Cast, client: Client, bend: Callable[[str], str]) -> None:
    key = founder_key(make_founding(cast.district).founders.first())
    assert client.get(f"/verein/gruendung/{key}/").status_code == 200
    assert client.get(f"/verein/gruendung/{bend(key)}/").status_code == 404
    assert client.post(f"/verein/gruendung/{bend(key)}/uebergabe/").status_code == 404


def test_who_is_off_the_list_finds_nothing_behind_her_link(cast: Cast, now: dt.datetime, client: Client) -> None:
    founder = make_founding(cast.district).founders.last()
    page = f"/verein/gruendung/{founder_key(founder)}/"
    assert client.get(page).status_code == 200
    remove_founder(founder, now=now)
    assert client.get(page).status_code == 404
    assert not Founder.objects.filter(name=founder.name).exists()


def test_no_helper_of_another_district_and_nobody_else_finds_it(cast: Cast, client: Client) -> None:
    founding = make_founding(cast.district)
    for person in (make_helper(make_district()), make_user(), cast.volunteer.user):
        client.force_login(person)
        assert client.get(f"/leitstand/gruendungen/{founding.reference}/").status_code in (403, 404)


def test_the_warning_stands_from_the_assembly_until_the_register(cast: Cast, client: Client) -> None:
    founding = make_founding(cast.district)
    client.force_login(cast.helper)
    page, said = f"/leitstand/gruendungen/{founding.reference}/", []
    for codes in ((), TO_ASSEMBLY, ("certify", "register")):
        take(founding, *codes)
        said.append("Sie haften noch selbst" in client.get(page).content.decode())
    assert said == [False, True, False]
