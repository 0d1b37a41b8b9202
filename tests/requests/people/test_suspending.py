"""A volunteer is suspended: one step, nobody sent without a look, a neutral call; and lifted in one step."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.words import words_for
from quarters.models import Role, RoleKind, User
from requests.arranged.signing_off import sign_off
from requests.arranged.visits import assign_person
from requests.errors import NoLongerPossible
from requests.finding.why_not import left_out
from requests.links import visit_link
from requests.matching import rank_candidates
from requests.models import Assignment, Offer, StateChange, Suspension, Trouble, Visit
from requests.people.suspending import HasLeft, ReasonMissing, lift, suspend
from requests.states import AssignmentState, OfferState, VisitState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_user, make_visit, make_window
from tests.pdf import words_of
from tests.requests.arranged.test_sign_off import goes
from tests.requests.arranged.test_sign_off_pages import signed_in
from tests.requests.errands import path_of
from tests.requests.mishaps.test_trouble import wrong
from volunteers.models import VolunteerState
from volunteers.pausing import begin_pause, end_pause
from volunteers.profile import leave

pytestmark = pytest.mark.django_db
WHY = "Hat nach der Geheimzahl gefragt"


def stop(cast: Cast, now: dt.datetime) -> Suspension:
    return suspend(cast.volunteer, reason=WHY, by=cast.helper, now=now)


def make_coordinator(cast: Cast, **fields: object) -> User:
    user = make_user(given_name="Karin", family_name="Koordiniert")
    association = cast.volunteer.association
    role = {"user": user, "kind": RoleKind.COORDINATOR, "organisation": association, "valid_from": dt.date(2025, 1, 1)}
    Role.objects.create(**{**role, **fields})
    return user


def test_open_questions_are_withdrawn_without_a_word(cast: Cast, now: dt.datetime) -> None:
    make_visit(cast.tenant, cast.shop)
    drive_visits()
    offer = Offer.objects.get(person=cast.volunteer.user)
    stop(cast, now)
    offer.refresh_from_db()
    assert offer.state == OfferState.WITHDRAWN
    written = Message.objects.filter(recipient=cast.volunteer.user).exclude(state=MessageState.CANCELLED)
    assert list(written.values_list("reason", flat=True)) == ["suspended_call"]
    assert Offer.objects.filter(state=OfferState.OPEN).count() == 2, "the others may still say yes"


def test_where_only_she_was_asked_the_search_goes_on(cast: Cast, now: dt.datetime) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    Offer.objects.exclude(person=cast.volunteer.user).update(state=OfferState.DECLINED)
    stop(cast, now)
    visit.refresh_from_db()
    assert visit.state != VisitState.OFFERED


def test_what_she_would_go_to_waits_for_a_look(cast: Cast, now: dt.datetime) -> None:
    assignments = [goes(cast, now, days=days) for days in (2, 5)]
    stop(cast, now)
    drive_visits()
    for assignment in assignments:
        visit = Visit.objects.get(pk=assignment.visit_id)
        assert visit.state == VisitState.DECISION
        assert not visit.offers.filter(state=OfferState.OPEN).exists(), "nobody is asked without a look"
    assert set(Assignment.objects.values_list("state", flat=True)) == {AssignmentState.CANCELLED}
    assert wrong() == []


def test_each_step_is_logged_without_the_reason(cast: Cast, now: dt.datetime) -> None:
    goes(cast, now)
    row = stop(cast, now)
    assert (row.suspended_by, row.suspended_at) == (cast.helper, now)
    notes = list(StateChange.objects.values_list("note", flat=True))
    assert WHY not in " ".join(notes)


def test_a_visit_within_hours_has_somebody_called_at_once(cast: Cast, now: dt.datetime) -> None:
    start = now + dt.timedelta(hours=2)
    visit = make_visit(cast.tenant, cast.shop, window=(start, start + dt.timedelta(hours=2)))
    assign_person(visit, person=cast.volunteer.user, start=start, by=cast.helper, now=now)
    stop(cast, now)
    assert Trouble.objects.get().kind == "late_person"
    assert Message.objects.get(reason="suspended_call_now").message_class == "a"
    assert wrong() == []


def test_a_visit_that_runs_has_somebody_called_at_once(cast: Cast, now: dt.datetime) -> None:
    """She sits at somebody's table: the helper hears of it in the same moment, nobody is sent there without a look."""
    start = now + dt.timedelta(hours=2)
    visit = make_visit(cast.tenant, cast.shop, window=(start, start + dt.timedelta(hours=2)))
    going = assign_person(visit, person=cast.volunteer.user, start=start, by=cast.helper, now=now)
    during = start + dt.timedelta(minutes=20)
    suspend(cast.volunteer, reason=WHY, by=cast.helper, now=during)
    going.refresh_from_db()
    assert (going.state, Visit.objects.get().state) == (AssignmentState.CANCELLED, VisitState.DECISION)
    assert Trouble.objects.get().kind == "late_person"
    assert Message.objects.filter(reason="suspended_call_now").count() == 1


def test_she_hears_it_by_a_call_in_neutral_words(cast: Cast, now: dt.datetime) -> None:
    stop(cast, now)
    message = Message.objects.get(recipient=cast.volunteer.user, reason="suspended_call")
    said = words_for(message).body
    assert message.channel == "phone"
    assert "in Ruhe mit Ihnen sprechen" in said
    assert WHY not in said
    assert "gesperrt" not in said.lower()


def test_she_is_never_asked_nor_sent(cast: Cast, now: dt.datetime) -> None:
    stop(cast, now)
    visit = make_visit(cast.tenant, cast.shop)
    assert cast.volunteer.user_id not in [one.person_id for one in rank_candidates(visit, now=now)]
    with pytest.raises(NoLongerPossible):
        assign_person(visit, person=cast.volunteer.user, start=make_window()[0], by=cast.helper, now=now)


def test_the_list_of_the_others_says_neither_why_nor_what(cast: Cast, now: dt.datetime) -> None:
    stop(cast, now)
    visit = make_visit(cast.tenant, cast.shop)
    (one,) = [row for row in left_out(visit, reader=cast.helper, chosen=[], now=now) if row.reason][:1]
    assert (one.reason, one.detail) == ("steht hierfür nicht zur Wahl", "")


def test_her_link_is_dead_and_her_session_over(cast: Cast, now: dt.datetime) -> None:
    assignment = goes(cast, now)
    link, hers = path_of(visit_link(assignment)), signed_in(cast.volunteer.user)
    assert Client().get(link).status_code == 200
    assert hers.get(reverse("requests:offers")).status_code == 200
    stop(cast, now)
    assert Client().get(link).status_code == 404
    assert hers.get(reverse("requests:offers")).status_code == 302, "signed out with the next request"
    again = signed_in(User.objects.get(pk=cast.volunteer.user_id))
    assert again.get(reverse("requests:offer", args=[assignment.visit.reference])).status_code == 404
    assert cast.tenant.user.family_name not in again.get(reverse("requests:my_week")).content.decode()


def test_twice_is_one(cast: Cast, now: dt.datetime) -> None:
    assert stop(cast, now) == stop(cast, now)
    assert Message.objects.filter(reason="suspended_call").count() == 1


def test_without_a_reason_or_after_leaving_it_is_refused(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(ReasonMissing):
        suspend(cast.volunteer, reason=" ", by=cast.helper, now=now)
    leave(cast.volunteer, now=now)
    with pytest.raises(HasLeft):
        stop(cast, now)


def test_she_cannot_lift_it_by_her_own_pause(cast: Cast, now: dt.datetime) -> None:
    stop(cast, now)
    begin_pause(cast.volunteer, by=cast.volunteer.user, now=now)
    end_pause(cast.volunteer, by=cast.volunteer.user, now=now)
    cast.volunteer.refresh_from_db()
    assert cast.volunteer.state == VolunteerState.SUSPENDED


@pytest.mark.parametrize("before", [VolunteerState.ACTIVE, VolunteerState.PAUSED])
def test_lifted_she_is_as_before(cast: Cast, now: dt.datetime, before: str) -> None:
    cast.volunteer.state = before
    cast.volunteer.save()
    row = stop(cast, now)
    for _ in range(2):
        lift(row, by=cast.helper, now=now, words="Gespräch geführt")
    cast.volunteer.refresh_from_db()
    row.refresh_from_db()
    assert cast.volunteer.state == before
    assert (row.lifted_by, row.lifted_at) == (cast.helper, now)
    assert not Message.objects.filter(reason="suspended_call").exclude(state=MessageState.CANCELLED).exists()


def way(cast: Cast, name: str = "suspend") -> str:
    return reverse(f"requests:{name}", args=[cast.volunteer.user.reference])


def test_the_helper_suspends_in_one_step_and_does_not_read_why(cast: Cast) -> None:
    helper = signed_in(cast.helper)
    assert helper.post(way(cast), {}).status_code == 422
    page = helper.post(way(cast), {"reason": WHY}, follow=True).content.decode()
    assert "wird nicht gefragt" in page
    assert WHY not in page
    assert (
        "wird gerade nicht gefragt"
        in helper.get(reverse("requests:person", args=[cast.volunteer.user.reference])).content.decode()
    )


def test_the_coordination_of_her_association_reads_why_and_lifts_it(cast: Cast, now: dt.datetime) -> None:
    stop(cast, now)
    coordinator = signed_in(make_coordinator(cast))
    assert cast.volunteer.user.full_name in coordinator.get(reverse("requests:suspensions")).content.decode()
    assert WHY in coordinator.get(way(cast)).content.decode()
    page = coordinator.post(way(cast, "lift_suspension"), {"lift_words": "Geklärt"}, follow=True).content.decode()
    assert "Aufgehoben" in page
    assert "Geklärt" in page


def test_nobody_else_comes_in(cast: Cast, now: dt.datetime) -> None:
    stop(cast, now)
    elsewhere = make_coordinator(cast, organisation=cast.volunteers[1].association)
    Role.objects.filter(user=elsewhere).update(organisation=cast.helper.helper.employer)
    for user in (elsewhere, make_helper(make_district())):
        client = signed_in(user)
        assert client.get(way(cast)).status_code == 404
        assert client.post(way(cast, "lift_suspension")).status_code == 404
    assert signed_in(cast.tenant.user).get(way(cast)).status_code == 403
    herself = User.objects.get(pk=cast.volunteer.user_id)
    assert signed_in(herself).get(way(cast)).status_code == 403
    assert Client().get(way(cast)).status_code == 302
    assert Suspension.objects.get().lifted_at is None


def test_the_reason_lies_sealed(cast: Cast, now: dt.datetime) -> None:
    row = stop(cast, now)
    raw = Suspension.objects.raw("SELECT id, reason::text AS sealed FROM requests_suspension WHERE id = %s", [row.pk])[
        0
    ]
    assert WHY not in raw.sealed
    assert clock.local(row.suspended_at)


def test_she_reads_no_name_of_anybody_whom_she_went_to(cast: Cast, now: dt.datetime) -> None:
    """Signed in again she has what she has as a tenant; where she was, and whom she gave up, is not shown."""
    User.objects.filter(pk=cast.tenant.user_id).update(family_name="Kanarienvogel")
    was, ahead = goes(cast, now, days=1), goes(cast, now, days=3)
    day = clock.local(ahead.planned_window.lower).date()
    row = sign_off(cast.volunteer.user, first_day=day, last_day=day, by=cast.helper, now=now)
    pages = ["/einsatz/", "/einsatz/woche/", "/einsatz/kann-nicht/", f"/einsatz/kann-nicht/{row.reference}/"]
    read = "".join(signed_in(cast.volunteer.user).get(page).content.decode() for page in pages)
    assert "Kanarienvogel" in read, "else this proves nothing"
    with machine.at(was.planned_window.upper):
        stop(cast, clock.now())
        client = signed_in(User.objects.get(pk=cast.volunteer.user_id))
        assert [page for page in pages if "Kanarienvogel" in client.get(page).content.decode()] == []
        assert "Kanarienvogel" not in words_of(client.get("/einsatz/woche/blatt/").content)


def test_nobody_lifts_her_own_suspension_or_reads_why(cast: Cast, now: dt.datetime) -> None:
    """Also where she coordinates the association, or is a helper of the district."""
    Role.objects.create(
        user=cast.volunteer.user,
        kind=RoleKind.COORDINATOR,
        organisation=cast.volunteer.association,
        valid_from=dt.date(2025, 1, 1),
    )
    suspension = stop(cast, now)
    client, page = (
        signed_in(User.objects.get(pk=cast.volunteer.user_id)),
        f"/leitstand/menschen/{cast.volunteer.user.reference}/sperre/",
    )
    assert client.get(page).status_code == 404
    assert client.post(f"{page}ende/", {"lift_words": "x"}).status_code == 404
    assert WHY not in client.get("/leitstand/sperren/").content.decode()
    suspension.refresh_from_db()
    assert suspension.lifted_at is None
