"""A tenant's link opens one thing without signing in: it shows on GET, answers on POST, once, and then says so."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from piano.kit import clock
from piano.kit.links import sign
from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.models import Look, Trust, TrustScope, User
from quarters.people.trust import revoke_trust
from requests.answers.links import SALT, Errand, answer_link, asked_behind
from requests.arranged.afterwards import report_visit
from requests.arranged.rescheduling import propose_time
from requests.arranged.visits import give_up_assignment
from requests.finding.suggesting import suggest_times
from requests.models import Assignment, Feedback, StateChange, SuggestedTime, TimeProposal, Visit
from requests.people.trusting import trust_person
from requests.series.days import ask_about_days
from requests.series.reviewing import ask_whether_it_goes_on
from requests.states import AssignmentState, VisitState
from requests.sweeps import drive_visits
from requests.wishes.needed import ask_if_needed
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request, make_user, make_window
from tests.requests.asking import text_of
from tests.requests.errands import make_going
from tests.requests.series.standing import make_plan, make_regular
from tests.ways import paths_in
from volunteers.models import Absence, Volunteer

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def way(reason: str) -> str:
    """Behind the link of the message that is owed for this reason."""
    message = Message.objects.exclude(state="cancelled").filter(reason=reason).select_related("recipient").latest("pk")
    (path,) = paths_in(words_for(message).body)
    return path


@pytest.fixture
def going(cast: Cast, now: dt.datetime) -> Assignment:
    return make_going(cast, now)[1]


@pytest.fixture
def proposal(going: Assignment, now: dt.datetime) -> TimeProposal:
    start = going.planned_window.lower + dt.timedelta(hours=4)
    return propose_time(going, start=start, by_tenant=False, by=going.person, now=now)


@pytest.fixture
def undecided(cast: Cast) -> Visit:
    """Nobody said yes, and a helper decides."""
    Volunteer.objects.all().delete()
    visit = make_request(cast.tenant, cast.shop).visits.get()
    drive_visits()
    visit.refresh_from_db()
    return visit


@pytest.fixture
def done(going: Assignment) -> Visit:
    after = going.planned_window.upper
    machine.travel_to(after)
    report_visit(going.visit, by=going.person, took_place=True, minutes=55, note="", now=after)
    return Visit.objects.get()


def test_how_it_stands_is_read_signed_out(client: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    page = text_of(client.get(way("request_received")))
    assert "Wir suchen gerade jemanden" in page
    assert cast.tenant.user.family_name not in page


def test_the_first_message_never_says_who_comes(client: Client, cast: Cast, going: Assignment) -> None:
    page = text_of(client.get(way("request_received")))
    assert "Es kommt jemand" in page
    assert going.person.given_name not in page


def test_who_comes_is_read_signed_out(client: Client, going: Assignment) -> None:
    page = text_of(client.get(way("arranged_tenant")))
    assert "kommt zu Ihnen" in page
    assert "mit Foto und der Nummer 0412" in page
    assert going.person.phone not in page


def test_who_cannot_come_any_more_is_said(client: Client, going: Assignment, now: dt.datetime) -> None:
    path = way("arranged_tenant")
    give_up_assignment(going, by=going.person, now=now, reason="krank")
    page = text_of(client.get(path))
    assert "kommt nicht" in page
    assert "krank" not in page


@pytest.mark.parametrize(
    ("answer", "state", "said"), [("yes", "agreed", "der neue Termin"), ("no", "refused", "alten")]
)
def test_another_time_is_answered_with_one_button(
    client: Client, proposal: TimeProposal, answer: str, state: str, said: str
) -> None:
    path = way("time_for_tenant")
    assert "Passt Ihnen ein anderer Termin?" in text_of(client.get(path))
    assert client.post(path, {"answer": answer}).headers["Location"] == path
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answered_by) == (state, proposal.assignment.visit.help_request.resident.user)
    assert said in text_of(client.get(path))
    assert client.post(path, {"answer": answer}).status_code == 302, "the same again changes nothing"


def test_a_second_different_answer_is_told_so(client: Client, proposal: TimeProposal) -> None:
    path = way("time_for_tenant")
    client.post(path, {"answer": "yes"})
    again = client.post(path, {"answer": "no"})
    assert again.status_code == 409
    proposal.refresh_from_db()
    assert proposal.state == "agreed"


def test_a_question_whose_cause_is_gone_says_what_is_so(
    client: Client, proposal: TimeProposal, now: dt.datetime
) -> None:
    path = way("time_for_tenant")
    give_up_assignment(proposal.assignment, by=proposal.assignment.person, now=now, reason="")
    page = client.get(path)
    assert page.status_code == 200
    assert "Das hat sich erledigt" in text_of(page)
    assert client.post(path, {"answer": "yes"}).status_code == 409


def test_a_reminder_calls_off(client: Client, going: Assignment) -> None:
    path = way("reminder_tenant")
    assert "Ich brauche die Hilfe nicht mehr" in text_of(client.get(path))
    client.post(path, {"answer": "off"})
    going.refresh_from_db()
    assert going.state == AssignmentState.CANCELLED
    assert "alle wissen Bescheid" in text_of(client.get(path))


def test_a_reminder_of_help_that_repeats_calls_off_that_day_alone(client: Client, cast: Cast) -> None:
    make_regular(cast)
    path = way("reminder_tenant")
    assert "An diesem Tag brauche ich niemanden" in text_of(client.get(path))
    client.post(path, {"answer": "off"})
    assert Visit.objects.filter(state=VisitState.CANCELLED).count() == 1
    assert Visit.objects.filter(state=VisitState.ARRANGED).exists()


def suggest(cast: Cast, visit: Visit) -> list[SuggestedTime]:
    windows = [make_window(days=day, starts=14, ends=16) for day in (4, 5)]
    return suggest_times(visit, windows=windows, by=cast.helper, now=clock.now())


def test_one_of_several_times_is_chosen(client: Client, cast: Cast, undecided: Visit) -> None:
    first, _second = suggest(cast, undecided)
    path = way("times_for_tenant")
    assert text_of(client.get(path)).count("Ja: ") == 2
    client.post(path, {"time": first.reference})
    first.refresh_from_db()
    assert (first.state, first.answered_by) == ("chosen", cast.tenant.user)
    assert "Danke" in text_of(client.get(path))


def test_none_of_several_times_is_an_answer_too(client: Client, cast: Cast, undecided: Visit) -> None:
    first, second = suggest(cast, undecided)
    client.post(way("times_for_tenant"), {"none": first.reference})
    second.refresh_from_db()
    assert second.state == "refused"


def test_a_time_of_another_visit_is_not_there(client: Client, cast: Cast, undecided: Visit) -> None:
    suggest(cast, undecided)
    path = way("times_for_tenant")
    other = make_request(cast.tenant, cast.shop).visits.get()
    drive_visits()
    (foreign, _) = suggest(cast, other)
    assert client.post(path, {"time": foreign.reference}).status_code == 404


@pytest.mark.parametrize("answer", ["yes", "off"])
def test_whether_it_is_still_needed(client: Client, undecided: Visit, answer: str, now: dt.datetime) -> None:
    ask_if_needed(undecided, now=now)
    path = way("still_needed")
    assert "Brauchen Sie die Hilfe noch?" in text_of(client.get(path))
    client.post(path, {"answer": answer})
    undecided.refresh_from_db()
    assert (undecided.needed_at is not None, undecided.state == VisitState.CANCELLED) == (
        answer == "yes",
        answer == "off",
    )
    assert "Danke" in text_of(client.get(path))


def test_how_it_was(client: Client, cast: Cast, done: Visit) -> None:
    path = way("how_was_it")
    assert "War alles gut?" in text_of(client.get(path))
    bad = client.post(path, {"words": "Sehr nett"})
    assert (bad.status_code, "Sehr nett" in text_of(bad)) == (422, True)
    client.post(path, {"was_good": "yes", "words": "Sehr nett"})
    assert Feedback.objects.get().words == "Sehr nett"
    page = text_of(client.get(path))
    assert "Danke" in page
    assert "Sehr nett" not in page, "who finds the mail later does not read it"


def test_danger_in_her_words_shows_112(client: Client, done: Visit) -> None:
    path = way("how_was_it")
    client.post(path, {"was_good": "no", "words": "Ich bekomme keine Luft mehr"})
    assert "rufen Sie bitte sofort 112" in text_of(client.get(path))


def test_a_day_of_help_that_repeats(client: Client, cast: Cast, now: dt.datetime) -> None:
    regular = make_regular(cast)
    second = regular.series.visits.order_by("series_day")[1].series_day
    assert second is not None
    Absence.objects.create(volunteer=regular.person.volunteer, first_day=second, last_day=second)
    (question,) = ask_about_days(regular.series, now=now)
    path = way("day_question")
    assert "Soll jemand anderes kommen?" in text_of(client.get(path))
    assert client.post(path, {"answer": "unsinn"}).status_code == 409
    client.post(path, {"answer": "not"})
    question.refresh_from_db()
    assert question.answer == "not"
    assert "kommt niemand" in text_of(client.get(path))


def test_whether_it_goes_on(client: Client, cast: Cast) -> None:
    series = make_regular(cast, make_plan()).series
    machine.travel_to(clock.at(series.review_on - 28 * DAY, dt.time(10)))
    assert ask_whether_it_goes_on(series, now=clock.now())
    path = way("review_tenant")
    assert "Soll es so weitergehen?" in text_of(client.get(path))
    client.post(path, {"answer": "end"})
    series.refresh_from_db()
    assert series.tenant_says == "end"
    assert "Danach endet" in text_of(client.get(path))


def test_a_get_changes_nothing(client: Client, proposal: TimeProposal) -> None:
    before = StateChange.objects.count()
    for reason in ("request_received", "arranged_tenant", "reminder_tenant", "time_for_tenant"):
        assert client.get(way(reason)).status_code == client.head(way(reason)).status_code == 200
    proposal.refresh_from_db()
    assert (proposal.state, StateChange.objects.count()) == ("open", before)


def test_it_signs_nobody_in_and_opens_nothing_else(client: Client, proposal: TimeProposal) -> None:
    client.post(way("time_for_tenant"), {"answer": "yes"})
    reference = proposal.assignment.visit.help_request.reference
    for page in ("/meine/", f"/meine/anfragen/{reference}/", "/meine/vertrauen/"):
        assert client.get(page).headers["Location"].startswith("/konto/login/"), page
    assert client.post(f"/meine/anfragen/{reference}/absage/").status_code == 302
    proposal.assignment.visit.refresh_from_db()
    assert proposal.assignment.visit.state == VisitState.ARRANGED


def test_a_link_of_one_errand_does_no_other(client: Client, going: Assignment) -> None:
    assert client.post(way("arranged_tenant"), {"answer": "off"}).status_code == 409
    going.refresh_from_db()
    assert going.state == AssignmentState.PLANNED


def test_nobody_on_the_way_keeps_the_page(client: Client, going: Assignment) -> None:
    page = client.get(way("arranged_tenant"))
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


def token(errand: Errand, row: Any, person: User, until: dt.datetime) -> str:
    return urlsplit(answer_link(errand, row, person, until=until)).path.split("/")[2]


def test_a_stranger_has_none(going: Assignment, now: dt.datetime) -> None:
    stranger = make_user()
    assert asked_behind(token(Errand.COMES, going, stranger, now + DAY), now=now) is None
    assert asked_behind(token(Errand.COMES, going, going.person, now + DAY), now=now) is None, "who goes has another"


def test_it_ends(client: Client, cast: Cast, going: Assignment, now: dt.datetime) -> None:
    path = way("arranged_tenant")
    with machine.at(going.planned_window.upper + DAY - dt.timedelta(minutes=1)):
        assert client.get(path).status_code == 200
    with machine.at(going.planned_window.upper + DAY):
        page = client.get(path)
    assert page.status_code == 404
    assert "nichts falsch gemacht" in text_of(page)


def test_bent_or_signed_for_something_else_it_opens_nothing(cast: Cast, going: Assignment, now: dt.datetime) -> None:
    good = token(Errand.COMES, going, cast.tenant.user, now + DAY)
    assert asked_behind(good, now=now) is not None
    named = {"s": "who", "i": going.pk, "p": cast.tenant.user.pk, "e": int((now + DAY).timestamp())}
    assert asked_behind(sign(SALT, **named), now=now) is not None
    for bent in (good[:-2], f"x{good}", sign("else", **named)):
        assert asked_behind(bent, now=now) is None


def test_a_closed_account_has_none(client: Client, cast: Cast, going: Assignment) -> None:
    path = way("arranged_tenant")
    User.objects.filter(pk=cast.tenant.user_id).update(is_active=False)
    assert client.get(path).status_code == 404


def trusted(cast: Cast, scope: str, now: dt.datetime) -> Trust:
    names = {"given_name": "Petra", "family_name": "Nah", "email": "petra@example.org"}
    return trust_person(cast.tenant, now=now, scope=scope, **names)


def test_whom_she_trusts_to_look_answers_nothing(client: Client, cast: Cast, proposal: TimeProposal) -> None:
    now = clock.now()
    trust = trusted(cast, TrustScope.SEE, now)
    path = urlsplit(answer_link(Errand.TIME, proposal, trust.person, until=now + DAY)).path
    assert "Ja, das passt" not in text_of(client.get(path))
    assert client.post(path, {"answer": "yes"}).status_code == 409
    revoke_trust(trust, by=cast.tenant.user, now=now)
    assert client.get(path).status_code == 404


def test_the_step_of_whom_she_trusts_is_hers_to_read(client: Client, cast: Cast, proposal: TimeProposal) -> None:
    now = clock.now()
    trust = trusted(cast, TrustScope.ACT, now)
    path = urlsplit(answer_link(Errand.TIME, proposal, trust.person, until=now + DAY)).path
    client.get(path)
    assert not Look.objects.exists(), "a mail scanner is nobody"
    client.post(path, {"answer": "yes"})
    assert Look.objects.get().trust == trust


def test_it_is_in_her_language_until_she_chooses_another(client: Client, cast: Cast, going: Assignment) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(language="tr")
    path = way("arranged_tenant")
    assert '<html lang="tr"' in client.get(path).content.decode()
    client.post("/sprache/", {"language": "en", "next": path})
    assert '<html lang="en"' in client.get(path).content.decode()


def test_from_one_address_only_so_many_answers(client: Client, proposal: TimeProposal, monkeypatch: Any) -> None:
    monkeypatch.setattr("requests.views.answer.MOST", 1)
    path = way("time_for_tenant")
    client.post(path, {"answer": "no"})
    assert client.post(path, {"answer": "no"}).status_code == 409


def test_without_a_button_it_can_be_done_by_telephone(client: Client, going: Assignment) -> None:
    assert 'href="tel:' in client.get(way("arranged_tenant")).content.decode()
