"""Giving, too: what people like doing for others, and their ideas. No account as a volunteer comes of it."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from piano.kit import clock
from quarters.contributions import contributions_in, give
from quarters.models import Contribution, ContributionKind, User
from requests.models import HelpRequest, Referral
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_resident, make_user
from tests.requests.asking import WHO, send, text_of
from tests.requests.wishes.test_call_page import URL, a_call, of_tenant
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
GIVE = "/hilfe/danke/gern/"
CAKE = "Kuchen backen, und ich höre gern zu"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def make_gift(cast: Cast, person: User | None = None, **fields: Any) -> Contribution:
    facts = {"kind": ContributionKind.GIFT, "words": CAKE, "district": cast.district, "now": clock.now()}
    return give(**{**facts, "person": person or cast.tenant.user, **fields})


def test_a_call_gives_a_request_and_an_offer(desk: Client, cast: Cast) -> None:
    before = Volunteer.objects.count()
    desk.post(URL, a_call(gives=CAKE))
    gift, taken = Contribution.objects.get(), HelpRequest.objects.get()
    assert (gift.kind, gift.words, gift.level) == ("gift", CAKE, "A")
    assert (gift.person, gift.district, gift.taken_by) == (taken.resident.user, taken.district, cast.helper)
    assert Volunteer.objects.count() == before


def test_nothing_said_is_no_offer(desk: Client) -> None:
    desk.post(URL, a_call(gives="  "))
    assert not Contribution.objects.exists()


def test_the_same_form_twice_is_one_offer(desk: Client) -> None:
    form = a_call(gives=CAKE)
    for _ in range(2):
        desk.post(URL, form)
    assert Contribution.objects.count() == 1


def test_danger_is_read_in_what_somebody_likes_to_give(desk: Client) -> None:
    assert desk.post(URL, a_call(gives="zuhören, aber gerade bekomme ich keine Luft")).status_code == 422
    assert not Contribution.objects.exists()


def test_an_idea_is_the_fourth_outcome(desk: Client, cast: Cast) -> None:
    answer = desk.post(URL, of_tenant(cast, outcome="idea", words="Ein Spieleabend im Treff"), follow=True)
    idea = Contribution.objects.get()
    assert (idea.kind, idea.words, idea.person) == ("idea", "Ein Spieleabend im Treff", cast.tenant.user)
    assert "Nächster Anruf" in text_of(answer)
    assert not HelpRequest.objects.exists()
    assert not Referral.objects.exists()


def test_an_idea_of_somebody_unknown_keeps_name_and_number(desk: Client) -> None:
    desk.post(URL, a_call(outcome="idea", words="Bank vor dem Haus", salutation="Frau"))
    assert (Contribution.objects.get().giver, Contribution.objects.get().number) == ("Frau Brandt", "+495618123401")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"words": ""}, "schreiben Sie die Idee auf"), ({"family_name": "", "phone": ""}, "wen wir danach fragen")],
)
def test_an_idea_needs_words_and_somebody(desk: Client, fields: dict[str, str], sentence: str) -> None:
    answer = desk.post(URL, a_call(**{"outcome": "idea", "street": "Gartenweg", **fields}))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert 'value="Gartenweg"' in answer.content.decode()
    assert not Contribution.objects.exists()


def test_an_idea_is_no_way_round_112(desk: Client) -> None:
    answer = desk.post(URL, a_call(outcome="idea", words="es riecht stark nach Gas"))
    assert answer.status_code == 422
    assert not Contribution.objects.exists()


def test_it_stands_on_the_board_until_somebody_ticks_it_off_and_in_the_list_after(desk: Client, cast: Cast) -> None:
    version = desk.get("/leitstand/").content.decode().split("stand=")[1].split("&")[0]
    gift = make_gift(cast)
    assert desk.get(f"/leitstand/stand/?stand={version}").status_code == 200
    board = text_of(desk.get("/leitstand/"))
    assert "Macht gern etwas für andere: Frau W." in board
    assert CAKE not in board
    page = text_of(desk.get(f"/leitstand/gern/{gift.reference}/"))
    assert CAKE in page
    assert "im Treffpunkt" in page
    desk.post(f"/leitstand/gern/{gift.reference}/gelesen/", {"note": "backt fürs Sommerfest"})
    gift.refresh_from_db()
    assert (gift.seen_by, gift.note) == (cast.helper, "backt fürs Sommerfest")
    assert "Macht gern etwas" not in text_of(desk.get("/leitstand/"))
    assert "Kuchen backen" in text_of(desk.get("/leitstand/gern/"))


def test_a_foreign_district_does_not_see_it(client: Client, cast: Cast) -> None:
    gift = make_gift(cast)
    client.force_login(make_helper(make_district()))
    assert "Kuchen" not in text_of(client.get("/leitstand/gern/"))
    assert client.get(f"/leitstand/gern/{gift.reference}/").status_code == 404
    assert client.post(f"/leitstand/gern/{gift.reference}/gelesen/").status_code == 404


def test_filters_of_the_board_hold_for_it(desk: Client, cast: Cast) -> None:
    make_gift(cast)
    assert "Macht gern" in text_of(desk.get("/leitstand/?suche=Wagner"))
    assert "Macht gern" not in text_of(desk.get("/leitstand/?suche=Brandt"))
    assert "Macht gern" not in text_of(desk.get("/leitstand/?art=shop"))
    assert "Macht gern" not in text_of(desk.get("/leitstand/?stadtteil=anderswo"))


def test_of_somebody_who_died_nothing_is_shown(cast: Cast) -> None:
    make_gift(cast)
    cast.tenant.died_on = clock.today()
    cast.tenant.save()
    assert not contributions_in(frozenset({cast.district.pk})).exists()


def test_after_sending_the_wizard_asks_and_keeps_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    page = send(client)
    assert "Was machen Sie selbst gern für andere?" in text_of(client.get(page.headers["Location"]))
    client.post(GIVE, {"words": CAKE, "form_token": str(uuid.uuid4())})
    assert Contribution.objects.get().person == cast.tenant.user
    assert CAKE in text_of(client.get("/meine/"))


def test_without_an_account_it_is_the_one_who_asked(client: Client, cast: Cast) -> None:
    send(client)
    client.post(GIVE, {"words": CAKE})
    assert Contribution.objects.get().person == HelpRequest.objects.get().resident.user
    other = {"for_whom": "other", "caller_name": "Petra Brandt", "caller_phone": "0561 777", "knows": "yes"}
    send(client, **{WHO.replace("-", "_"): other})
    client.post(GIVE, {"words": CAKE})
    given = Contribution.objects.latest("pk")
    assert (given.person, given.name, given.phone) == (None, "Petra Brandt", "+49561777")


def test_nobody_gives_without_having_sent(client: Client, cast: Cast) -> None:
    assert client.post(GIVE, {"words": CAKE}).headers["Location"] == "/hilfe/"
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("words", ["", "x" * 501, "ich falle gleich um, keine Luft"])
def test_what_cannot_be_kept_is_said_and_stays_typed(client: Client, cast: Cast, words: str) -> None:
    send(client)
    answer = client.post(GIVE, {"words": words})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Contribution.objects.exists()


def test_she_takes_it_back_herself_and_it_is_gone(client: Client, cast: Cast) -> None:
    gift = make_gift(cast)
    client.force_login(cast.tenant.user)
    assert "Kuchen backen" in text_of(client.get("/meine/"))
    client.post(f"/meine/gern/{gift.reference}/", {"form_token": str(uuid.uuid4())})
    assert not Contribution.objects.exists()
    assert "Kuchen backen" not in text_of(client.get("/meine/"))


def test_nobody_takes_back_anothers(client: Client, cast: Cast) -> None:
    gift = make_gift(cast)
    client.force_login(make_resident(cast.district, make_user()).user)
    assert client.post(f"/meine/gern/{gift.reference}/").status_code == 404
    assert Contribution.objects.exists()


def test_it_is_somebodys_and_never_more_than_level_a(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.create(kind="gift", words="x", district=cast.district, given_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=make_gift(cast).pk).update(level="C")
