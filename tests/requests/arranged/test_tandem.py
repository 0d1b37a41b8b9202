"""Two go together; one is enough, or one cannot: nobody is dropped in silence."""

import datetime as dt

import pytest
from django.urls import reverse

from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from quarters.models import User
from requests.arranged.afterwards import report_visit
from requests.arranged.rescheduling import GoingTogether, propose_time
from requests.arranged.tandem import AlreadyTwo, bring_along, cut_to_one, standing
from requests.arranged.visits import cancel_visit, give_up_assignment
from requests.errors import NoLongerPossible, WrongState
from requests.mishaps.troubles import settle
from requests.models import Assignment, Outcome, Part, Report, Trouble, Visit
from requests.people.suspending import suspend
from requests.progress import standing_of, with_visits
from requests.states import AssignmentState, VisitState
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_visit
from tests.requests.arranged.test_sign_off import a_week_off, goes
from tests.requests.arranged.test_sign_off_pages import signed_in
from tests.requests.mishaps.test_trouble import wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast: Cast, now: dt.datetime) -> list[Assignment]:
    """The first volunteer goes, the second goes along."""
    lead = goes(cast, now)
    along = bring_along(lead.visit, person=cast.volunteers[1].user, by=cast.helper, now=now)
    return [lead, along]


def hears(reason: str) -> set[User]:
    rows = Message.objects.filter(reason=reason).exclude(state=MessageState.CANCELLED)
    return {message.recipient for message in rows.select_related("recipient")}


def test_both_and_the_tenant_hear_that_two_come(cast: Cast, two: list[Assignment]) -> None:
    assert [one.part for one in standing(two[0].visit)] == [Part.LEAD, Part.TANDEM]
    assert two[1].planned_window == two[0].planned_window
    assert hears("comes_along") == {two[0].person, two[1].person, cast.tenant.user}
    said = words_for(Message.objects.get(reason="comes_along", recipient=cast.tenant.user)).body
    assert "zwei Menschen" in said
    assert hears("reminder_soon") == {two[0].person, two[1].person}
    assert wrong() == []


def test_the_tenant_reads_who_goes_first(cast: Cast, two: list[Assignment]) -> None:
    rows = with_visits(type(two[0].visit.help_request).objects.filter(pk=two[0].visit.help_request_id))
    standing_now = standing_of(rows.get())
    assert standing_now.stage == "coming"
    assert standing_now.visitor
    assert standing_now.mark.startswith(f"coming-{two[0].pk}")


def test_twice_is_one_and_a_third_is_too_many(cast: Cast, two: list[Assignment], now: dt.datetime) -> None:
    visit = two[0].visit
    assert bring_along(visit, person=two[1].person, by=cast.helper, now=now) == two[1]
    with pytest.raises(AlreadyTwo):
        bring_along(visit, person=cast.volunteers[2].user, by=cast.helper, now=now)


def test_who_may_not_go_may_not_go_along(cast: Cast, now: dt.datetime) -> None:
    lead = goes(cast, now)
    suspend(cast.volunteers[1], reason="x", by=cast.helper, now=now)
    with pytest.raises(NoLongerPossible):
        bring_along(lead.visit, person=cast.volunteers[1].user, by=cast.helper, now=now)


def test_where_nobody_goes_nobody_goes_along(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(WrongState):
        bring_along(make_visit(cast.tenant, cast.shop), person=cast.volunteer.user, by=cast.helper, now=now)


def test_cut_to_one_all_three_hear_it(cast: Cast, two: list[Assignment], now: dt.datetime) -> None:
    assert cut_to_one(two[0].visit, by=cast.helper, now=now)
    assert not cut_to_one(two[0].visit, by=cast.helper, now=now)
    assert hears("not_you") == {two[1].person}
    assert Message.objects.get(reason="not_you").message_class == "a"
    assert hears("goes_alone") == {two[0].person, cast.tenant.user}
    assert [one.person for one in standing(two[0].visit)] == [two[0].person]
    assert wrong() == []


@pytest.mark.parametrize("falls_out", [0, 1])
def test_one_cannot_come_the_other_stays_and_both_sides_hear_it(
    cast: Cast, two: list[Assignment], now: dt.datetime, falls_out: int
) -> None:
    stays = two[1 - falls_out]
    visit = give_up_assignment(two[falls_out], by=two[falls_out].person, now=now)
    assert visit.state == VisitState.ARRANGED
    left = standing(visit)
    assert [(one.person, one.part) for one in left] == [(stays.person, Part.LEAD)]
    assert hears("goes_alone") == {stays.person, cast.tenant.user}
    assert Trouble.objects.get().kind == "one_of_two"
    assert wrong() == []


def test_the_helper_hears_that_one_is_enough(cast: Cast, two: list[Assignment], now: dt.datetime) -> None:
    give_up_assignment(two[0], by=two[0].person, now=now)
    settle(Trouble.objects.get(), Outcome.ALONE, by=cast.helper, now=now)
    assert Visit.objects.get().state == VisitState.ARRANGED
    assert wrong() == []


def test_somebody_else_goes_along_and_it_is_settled(cast: Cast, two: list[Assignment], now: dt.datetime) -> None:
    give_up_assignment(two[0], by=two[0].person, now=now)
    bring_along(two[0].visit, person=cast.volunteers[2].user, by=cast.helper, now=now)
    assert Trouble.objects.get().outcome == Outcome.FOUND


def test_not_alone_then_another_day_and_who_was_left_stays_at_home(
    cast: Cast, two: list[Assignment], now: dt.datetime
) -> None:
    give_up_assignment(two[0], by=two[0].person, now=now)
    settle(Trouble.objects.get(), Outcome.OTHER_DAY, by=cast.helper, now=now)
    assert Visit.objects.get().state == VisitState.DECISION
    assert hears("not_you") == {two[1].person}
    assert wrong() == []


def test_ill_or_suspended_leaves_the_other_going(cast: Cast, two: list[Assignment], now: dt.datetime) -> None:
    a_week_off(cast, now)
    assert [one.person for one in standing(two[0].visit)] == [two[1].person]
    suspend(cast.volunteers[1], reason="x", by=cast.helper, now=now)
    assert Visit.objects.get().state == VisitState.DECISION
    assert wrong() == []


def test_called_off_both_stay_at_home(cast: Cast, two: list[Assignment], now: dt.datetime) -> None:
    cancel_visit(two[0].visit, by=cast.tenant.user, now=now)
    assert hears("called_off") == {two[0].person, two[1].person}


def test_one_report_ends_it_for_both(cast: Cast, two: list[Assignment]) -> None:
    ends = two[0].planned_window.upper
    report_visit(two[0].visit, by=two[1].person, took_place=True, minutes=60, note="", now=ends)
    assert Report.objects.count() == 1
    assert set(Assignment.objects.values_list("state", flat=True)) == {AssignmentState.DONE}


def test_another_time_for_two_is_found_on_the_telephone(cast: Cast, two: list[Assignment], now: dt.datetime) -> None:
    later = two[0].planned_window.lower + dt.timedelta(minutes=30)
    with pytest.raises(GoingTogether):
        propose_time(two[0], start=later, by_tenant=True, by=cast.tenant.user, now=now)


def test_the_helper_lets_two_go_and_one_be_enough(cast: Cast, now: dt.datetime) -> None:
    lead = goes(cast, now)
    helper, along = signed_in(cast.helper), cast.volunteers[1].user
    way = reverse("requests:going_together", args=[lead.visit.help_request.reference])
    assert "Wer könnte mitgehen?" in helper.get(way).content.decode()
    assert "geht mit" in helper.post(way, {"person": along.reference}, follow=True).content.decode()
    assert helper.post(way, {"person": cast.volunteers[2].user.reference}).status_code == 409
    assert "Alle drei" in helper.post(way, {"allein": "1"}, follow=True).content.decode()
    assert len(standing(lead.visit)) == 1


def test_another_districts_helper_finds_no_such_page(cast: Cast, two: list[Assignment]) -> None:
    way = reverse("requests:going_together", args=[two[0].visit.help_request.reference])
    assert signed_in(make_helper(make_district())).get(way).status_code == 404
    assert signed_in(cast.volunteer.user).post(way, {"allein": "1"}).status_code == 403
