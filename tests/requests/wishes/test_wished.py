"""„Am liebsten Frau Kaya“: said by the tenant, linked by a helper, asked first; no rule bends, and nobody hears why not."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.models import Block, Urgency, User
from requests.arranged.visits import assign_person, cancel_visit, decline_offer
from requests.matching import rank_candidates
from requests.models import HelpRequest, Offer, StateChange, Visit
from requests.rounds.running import plan_round
from requests.states import AssignmentState, OfferState
from requests.sweeps import drive_visits
from requests.wishes.wished import UNKNOWN, asks_who, guess, link_wished
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_user, make_visit, make_volunteer, make_window
from tests.requests.arranged.test_sign_off_pages import signed_in
from tests.requests.asking import HINTS, address, answer_until, post, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wished(cast: Cast) -> User:
    """She lives farther away than the others, and was never there."""
    user = make_user(given_name="Ayşe", family_name="Yıldız")
    return make_volunteer(cast.district, [cast.shop], user=user, latitude=51.327, longitude=9.49).user


@pytest.fixture
def visit(cast: Cast, wished: User) -> Visit:
    return make_visit(cast.tenant, cast.shop, wished_name="Frau Yıldız", window=make_window(days=4))


def case(visit: Visit) -> str:
    return f"/leitstand/anfragen/{visit.help_request.reference}/"


def been_there(cast: Cast, person: User) -> None:
    earlier = make_visit(cast.tenant, cast.shop, window=make_window(days=1))
    row = assign_person(earlier, person=person, start=earlier.wish_window.lower, by=cast.helper, now=clock.now())
    type(row).objects.update(state=AssignmentState.DONE)


def asked(visit: Visit) -> list[User]:
    return [one.person for one in visit.offers.filter(state=OfferState.OPEN).select_related("person").order_by("pk")]


def test_the_tenant_names_her_and_a_helper_says_who_it_is(client: Client, cast: Cast, wished: User) -> None:
    answer_until(client, HINTS)
    post(client, HINTS, wished_name="Frau Yıldız")
    assert "Frau Yıldız" in text_of(client.get(address("pruefen")))
    post(client, "pruefen")
    help_request = HelpRequest.objects.get()
    assert (help_request.wished_name, help_request.wished) == ("Frau Yıldız", None)
    helper = signed_in(cast.helper)
    assert "Am liebsten „Frau Yıldız“: Wer ist das?" in text_of(helper.get("/leitstand/"))
    way = case(help_request.visits.get())
    assert "noch nicht zugeordnet" in text_of(helper.get(way))
    assert "Zuerst gefragt wird Ayşe Yıldız" in text_of(
        helper.post(f"{way}wer/", {"wished_name": "Frau Yıldız", "wished": wished.reference}, follow=True)
    )
    assert "Wer ist das?" not in text_of(helper.get("/leitstand/"))


def test_on_the_telephone_it_is_the_same(cast: Cast, wished: User) -> None:
    helper = signed_in(cast.helper)
    person = {"person": cast.tenant.user.reference, "category": "shop", "wish_time": "egal", "agreed": "on"}
    helper.post("/leitstand/anruf/", {**person, "wished_name": "Frau Yıldız"})
    assert HelpRequest.objects.get().wished_name == "Frau Yıldız"


def test_danger_in_the_name_is_read_too(client: Client, cast: Cast) -> None:
    answer_until(client, HINTS)
    assert post(client, HINTS, wished_name="Meine Nachbarin bekommt keine Luft").status_code == 422


def test_she_is_asked_first_and_alone_and_hears_by_whom(cast: Cast, visit: Visit, wished: User) -> None:
    link_wished(visit, wished, by=cast.helper, now=clock.now())
    drive_visits()
    assert asked(visit) == [wished]
    offer = Offer.objects.get()
    assert offer.is_familiar
    assert "ausdrücklich gewünscht" in offer.reasons
    name = cast.tenant.user.short_name
    assert f"{name} wünscht sich, dass Sie kommen" in text_of(signed_in(wished).get(f"/einsatz/{offer.reference}/"))
    assert f"{name} wünscht sich, dass Sie kommen" in words_for(Message.objects.get(reason="offer")).body


def test_she_comes_before_who_was_there_more_often(cast: Cast, visit: Visit, wished: User) -> None:
    been_there(cast, cast.volunteer.user)
    link_wished(visit, wished, by=cast.helper, now=clock.now())
    assert rank_candidates(visit, now=clock.now())[0].person_id in (wished.pk, cast.volunteer.user_id)
    drive_visits()
    assert asked(visit) == [wished]


def test_a_round_asks_her_first_too(cast: Cast, visit: Visit, wished: User) -> None:
    link_wished(visit, wished, by=cast.helper, now=clock.now())
    other = make_visit(cast.tenant, cast.shop, window=make_window(days=5))
    chosen = plan_round([visit.pk, other.pk], now=clock.now()).chosen
    assert chosen[visit.pk] == [wished.pk]


def test_when_she_cannot_others_are_asked(cast: Cast, visit: Visit, wished: User) -> None:
    link_wished(visit, wished, by=cast.helper, now=clock.now())
    drive_visits()
    decline_offer(Offer.objects.get(), by=wished, now=clock.now())
    assert len(asked(visit)) == 3
    assert wished not in asked(visit)
    assert not Offer.objects.filter(is_familiar=True, state=OfferState.OPEN).exists()


def test_a_wish_bends_no_rule_and_nobody_says_why(cast: Cast, visit: Visit, wished: User) -> None:
    Block.objects.create(person=cast.tenant.user, other=wished, created_at=clock.now())
    link_wished(visit, wished, by=cast.helper, now=clock.now())
    drive_visits()
    assert wished not in asked(visit)
    page = text_of(signed_in(cast.tenant.user).get(f"/meine/anfragen/{visit.help_request.reference}/"))
    assert "Yıldız" not in page
    assert "zur Wahl" not in page


def test_who_is_not_wished_reads_nothing_of_it(cast: Cast, visit: Visit, wished: User) -> None:
    link_wished(visit, None, by=cast.helper, now=clock.now())
    drive_visits()
    offer = Offer.objects.first()
    assert offer
    page = text_of(signed_in(offer.person).get(f"/einsatz/{offer.reference}/"))
    assert "Yıldız" not in page
    assert cast.tenant.user.short_name not in page


def test_what_can_wait_waits_two_hours_of_calling_time_for_the_name(cast: Cast, visit: Visit) -> None:
    drive_visits()
    assert asked(visit) == []
    machine.travel_to(clock.now() + dt.timedelta(hours=2, minutes=1))
    drive_visits()
    assert len(asked(visit)) == 3


@pytest.mark.parametrize(("urgency", "days"), [(Urgency.SOON, 4), (Urgency.NORMAL, 1)])
def test_what_cannot_wait_is_searched_at_once(cast: Cast, wished: User, urgency: str, days: int) -> None:
    window = make_window(days=days, ends=11) if days > 1 else make_window(days=days, starts=8, ends=10)
    visit = make_visit(cast.tenant, cast.shop, wished_name="Frau Yıldız", urgency=urgency, window=window)
    drive_visits()
    assert asked(visit)


def test_a_name_of_who_was_there_needs_nobody_to_link_it(cast: Cast, wished: User) -> None:
    been_there(cast, wished)
    visit = make_visit(cast.tenant, cast.shop, wished_name="am liebsten die Frau Yıldız!", window=make_window(days=4))
    assert visit.help_request.wished == wished
    assert not asks_who(visit.help_request)
    drive_visits()
    assert asked(visit) == [wished]
    page = text_of(signed_in(wished).get(f"/einsatz/{Offer.objects.get().reference}/"))
    assert "freut sich, wenn Sie wiederkommen" in page


def test_of_two_with_the_same_name_none_is_guessed(cast: Cast, wished: User) -> None:
    second = make_volunteer(cast.district, [cast.shop], user=make_user(family_name="Yıldız")).user
    been_there(cast, wished)
    assert guess(cast.tenant, "Frau Yıldız") == wished
    assert guess(cast.tenant, "Frau Yıldızoğlu") is None
    been_there(cast, second)
    assert guess(cast.tenant, "Frau Yıldız") is None


def test_that_nobody_knows_her_begins_the_search(cast: Cast, visit: Visit) -> None:
    helper = signed_in(cast.helper)
    helper.post(f"{case(visit)}wer/", {"wished_name": "Frau Yıldız", "wished": "niemand"})
    assert not asks_who(HelpRequest.objects.get())
    drive_visits()
    assert len(asked(visit)) == 3


def test_each_link_stands_in_the_log_once(cast: Cast, visit: Visit, wished: User, now: dt.datetime) -> None:
    for person in (wished, wished, None, None):
        link_wished(visit, person, by=cast.helper, now=now)
    notes = [line.note for line in StateChange.objects.order_by("pk") if line.by == cast.helper]
    assert notes == ["Am liebsten: Ayşe Yıldız", UNKNOWN]


def test_what_is_over_is_linked_to_nobody(cast: Cast, visit: Visit, wished: User, now: dt.datetime) -> None:
    cancel_visit(visit, by=cast.helper, now=now)
    answer = signed_in(cast.helper).post(
        f"{case(visit)}wer/", {"wished_name": "Frau Yıldız", "wished": wished.reference}
    )
    assert answer.status_code == 409


def test_only_who_helps_here_can_be_chosen_and_only_by_its_helpers(cast: Cast, visit: Visit, wished: User) -> None:
    stranger = make_volunteer(make_district(), [cast.shop]).user
    way = f"{case(visit)}wer/"
    assert (
        signed_in(cast.helper).post(way, {"wished_name": "Frau Yıldız", "wished": stranger.reference}).status_code
        == 422
    )
    assert (
        signed_in(make_helper(make_district()))
        .post(way, {"wished_name": "Frau Yıldız", "wished": wished.reference})
        .status_code
        == 404
    )
    assert signed_in(wished).post(way, {"wished_name": "Frau Yıldız", "wished": wished.reference}).status_code == 403


def test_saving_other_needs_keeps_whom_we_know(cast: Cast, visit: Visit, wished: User) -> None:
    link_wished(visit, wished, by=cast.helper, now=clock.now())
    page = signed_in(cast.helper).get(case(visit)).content.decode()
    assert f'<option value="{wished.reference}" selected>' in page


def test_nobody_wished_is_as_ever(client: Client, cast: Cast) -> None:
    send(client)
    help_request = HelpRequest.objects.get()
    assert (help_request.wished_name, asks_who(help_request)) == ("", False)


def test_said_later_on_the_telephone_it_is_written_down_and_taken_back(cast: Cast, wished: User) -> None:
    visit = make_visit(cast.tenant, cast.shop, window=make_window(days=4))
    helper = signed_in(cast.helper)
    assert "Wer ist das?" not in text_of(helper.get(case(visit)))
    page = text_of(helper.post(f"{case(visit)}wer/", {"wished_name": "Frau Yıldız"}, follow=True))
    assert "Am liebsten: „Frau Yıldız“" in page
    assert "Wer ist das?" in page
    helper.post(f"{case(visit)}wer/", {"wished_name": "Frau Yıldız", "wished": wished.reference})
    assert HelpRequest.objects.get().wished == wished
    helper.post(f"{case(visit)}wer/", {"wished_name": "", "wished": wished.reference})
    help_request = HelpRequest.objects.get()
    assert (help_request.wished_name, help_request.wished) == ("", None)


def test_an_empty_answer_is_none_and_what_was_said_besides_is_kept(cast: Cast, visit: Visit) -> None:
    helper = signed_in(cast.helper)
    said = {"wished_name": "Frau Yıldız", "wished": "", "wants_gender": "female"}
    page = helper.post(f"{case(visit)}wer/", said, follow=True).content.decode()
    taken = HelpRequest.objects.get()
    assert (asks_who(taken), taken.wants_gender) == (True, "female")
    assert "Wer „Frau Yıldız“ ist, fragen wir Sie noch." in page
    drive_visits()
    assert asked(visit) == []


def test_the_answer_stands_in_the_form_afterwards(cast: Cast, visit: Visit) -> None:
    helper = signed_in(cast.helper)
    helper.post(f"{case(visit)}wer/", {"wished_name": "Frau Yıldız", "wished": "niemand"})
    assert '<option value="niemand" selected>' in helper.get(case(visit)).content.decode()
    helper.post(f"{case(visit)}wer/", {"wished_name": "Frau Yıldız", "wished": "", "uses_relief": "on"})
    assert not asks_who(HelpRequest.objects.get())
