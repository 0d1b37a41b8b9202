"""Who shall come and who pays; family, household, recognition: noted by a helper, and who is asked follows from it."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from piano.kit import clock
from quarters.models import Kin, KinKind, User
from quarters.people.kinship import forget_kin, kin_of, note_kin
from requests import matching
from requests.arranged.visits import cancel_visit
from requests.errors import WrongState
from requests.models import HelpRequest, StateChange, Visit, Weights
from requests.wishes.needs import note_needs
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_organisation, make_visit
from volunteers.models import Recognition, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return make_visit(cast.tenant, cast.shop)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def case(visit: Visit) -> str:
    return f"/leitstand/anfragen/{visit.help_request.reference}/"


def card(user: User) -> str:
    return f"/leitstand/menschen/{user.reference}/"


def found(visit: Visit) -> int:
    return len(matching.find([visit.pk], now=clock.now()))


def test_a_need_that_is_noted_stands_in_the_log(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    for _ in range(2):
        note_needs(visit, wants_gender="female", uses_relief=True, by=cast.helper, now=now)
    lines = [line for line in StateChange.objects.all() if "Kommen soll eine Frau" in line.note]
    assert [line.by for line in lines] == [cast.helper]


def test_what_is_over_needs_nothing(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    cancel_visit(visit, by=cast.helper, now=now)
    with pytest.raises(WrongState):
        note_needs(visit, wants_gender="", uses_relief=True, by=cast.helper, now=now)


def test_where_the_care_fund_pays_only_who_is_recognised_is_asked(desk: Client, cast: Cast, visit: Visit) -> None:
    assert found(visit) == 3
    page = desk.post(f"{case(visit)}wer/", {"uses_relief": "on", "wants_gender": ""}, follow=True).content.decode()
    assert "Die Pflegekasse zahlt den Entlastungsbetrag" in page
    assert found(visit) == 0
    today = clock.today().isoformat()
    form = {"authority": "Magistrat der Stadt Kassel", "file_number": "4711", "recognised_from": today}
    page = desk.post(f"{card(cast.volunteer.user)}anerkennung/", form, follow=True).content.decode()
    assert "4711" in page
    assert found(visit) == 1


def test_on_the_telephone_it_is_ticked_and_holds_at_once(desk: Client, cast: Cast) -> None:
    called = {"person": cast.tenant.user.reference, "category": "shop", "words": "Brot", "agreed": "on"}
    page = desk.post("/leitstand/anruf/", {**called, "uses_relief": "on"}, follow=True).content.decode()
    assert "Die Pflegekasse zahlt den Entlastungsbetrag" in page
    assert found(HelpRequest.objects.get().visits.get()) == 0
    Recognition.objects.create(volunteer=cast.volunteer, authority="Magistrat", valid_from=clock.today())
    assert found(HelpRequest.objects.get().visits.get()) == 1


def test_without_the_tick_nothing_is_noted(desk: Client, cast: Cast) -> None:
    called = {"person": cast.tenant.user.reference, "category": "shop", "words": "Brot", "agreed": "on"}
    page = desk.post("/leitstand/anruf/", called, follow=True).content.decode()
    assert "Entlastungsbetrag" not in page
    assert not HelpRequest.objects.get().uses_relief


def test_a_provisional_recognition_ends_after_six_months(desk: Client, cast: Cast) -> None:
    form = {"authority": "Magistrat", "recognised_from": "2027-01-15", "is_provisional": "on"}
    desk.post(f"{card(cast.volunteer.user)}anerkennung/", form)
    assert Recognition.objects.get().valid_until == dt.date(2027, 7, 15)


def test_the_last_day_is_one_on_which_it_counts(desk: Client, cast: Cast) -> None:
    form = {"authority": "Magistrat", "recognised_from": "2027-01-15", "recognised_until": "2027-03-31"}
    desk.post(f"{card(cast.volunteer.user)}anerkennung/", form)
    desk.post(f"{card(cast.volunteer.user)}anerkennung/", form)
    assert Recognition.objects.get().valid_until == dt.date(2027, 4, 1)


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("authority", {"authority": ""}),
        ("recognised_from", {"recognised_from": "gestern"}),
        ("recognised_until", {"recognised_until": "2027-01-14"}),
    ],
)
def test_an_unclear_recognition_names_the_field(desk: Client, cast: Cast, field: str, other: dict[str, str]) -> None:
    form = {"authority": "Magistrat", "recognised_from": "2027-01-15", **other}
    answer = desk.post(f"{card(cast.volunteer.user)}anerkennung/", form)
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()


def test_what_somebody_meets_at_home_keeps_off_whom_it_does_not_suit(desk: Client, cast: Cast, visit: Visit) -> None:
    Volunteer.objects.filter(pk=cast.volunteers[0].pk).update(most_floors=1)
    Volunteer.objects.filter(pk=cast.volunteers[1].pk).update(fine_with_pets=False)
    Volunteer.objects.filter(pk=cast.volunteers[2].pk).update(fine_with_smoke=False)
    form = {"floor": "3. Stock", "has_lift": "no", "home_pets": "eine Katze", "home_smokes": "yes"}
    page = desk.post(f"{card(cast.tenant.user)}wohnung/", form, follow=True).content.decode()
    assert "Tiere: eine Katze" in page
    assert found(visit) == 0
    desk.post(
        f"{card(cast.tenant.user)}wohnung/", {**form, "has_lift": "yes", "home_pets": "keine", "home_smokes": "no"}
    )
    assert found(visit) == 3


def test_of_a_stranger_nothing_is_noted(desk: Client, cast: Cast) -> None:
    cast.tenant.acquaintance.delete()
    assert "In der Wohnung" not in desk.get(card(cast.tenant.user)).content.decode()
    assert desk.post(f"{card(cast.tenant.user)}wohnung/", {"floor": "1. Stock"}).status_code == 404


def test_too_long_a_floor_names_the_field(desk: Client, cast: Cast) -> None:
    answer = desk.post(f"{card(cast.tenant.user)}wohnung/", {"floor": "x" * 21})
    assert answer.status_code == 422
    assert 'href="#id_floor"' in answer.content.decode()


def test_family_is_noted_once_and_taken_back(cast: Cast, now: dt.datetime) -> None:
    one, other = cast.tenant.user, cast.volunteer.user
    row = note_kin(one, other, kind=KinKind.FAMILY, by=cast.helper, now=now)
    assert note_kin(other, one, kind=KinKind.FAMILY, by=cast.helper, now=now) == row
    assert [person for _, person in kin_of(one)] == [other]
    assert (forget_kin(other, pk=row.pk), forget_kin(other, pk=row.pk)) == (True, False)


def test_family_on_the_card(desk: Client, cast: Cast, visit: Visit) -> None:
    her = cast.volunteer
    Recognition.objects.create(volunteer=her, authority="Magistrat", valid_from=dt.date(2025, 1, 1))
    HelpRequest.objects.update(uses_relief=True)
    assert found(visit) == 1
    form = {"kin": her.user.reference, "kin_kind": "household"}
    page = desk.post(f"{card(cast.tenant.user)}familie/", form, follow=True).content.decode()
    assert "wohnt im selben Haushalt" in page
    assert found(visit) == 0
    desk.post(f"{card(cast.tenant.user)}familie/{Kin.objects.get().pk}/weg/")
    assert found(visit) == 1


def test_an_unclear_family_names_the_field(desk: Client, cast: Cast) -> None:
    answer = desk.post(f"{card(cast.tenant.user)}familie/", {"kin": "nobody", "kin_kind": "family"})
    assert answer.status_code == 422
    assert 'href="#id_kin' in answer.content.decode()


def test_another_districts_helper_notes_nothing(client: Client, cast: Cast, visit: Visit) -> None:
    client.force_login(make_helper(make_district()))
    her, tenant = cast.volunteer.user, cast.tenant.user
    assert client.post(f"{case(visit)}wer/", {"uses_relief": "on"}).status_code == 404
    assert client.post(f"{card(her)}anerkennung/", {}).status_code == 404
    assert client.post(f"{card(tenant)}familie/", {}).status_code == 404
    assert client.post(f"{card(tenant)}wohnung/", {}).status_code == 404
    assert client.post(f"{card(tenant)}familie/1/weg/").status_code == 404


def test_an_unknown_gender_is_no_answer(desk: Client, visit: Visit) -> None:
    assert desk.post(f"{case(visit)}wer/", {"wants_gender": "robot"}).status_code == 422


def test_the_operator_of_the_meeting_point_weighs(cast: Cast, visit: Visit) -> None:
    """Nearer first, unless the operator says that a language is worth any way."""
    near, far = cast.volunteers[:2]
    Volunteer.objects.exclude(pk__in=[near.pk, far.pk]).delete()
    User.objects.filter(pk=cast.tenant.user_id).update(language="tr")
    Volunteer.objects.filter(pk=far.pk).update(languages=["de", "tr"], latitude=far.latitude + 0.012)

    def first() -> int:
        return matching.rank_candidates(visit, now=clock.now())[0].person_id

    assert first() == near.user_id
    operator = make_organisation()
    point = cast.district.meeting_points.create(name="Treff", slug="treff")
    point.tenures.create(operator=make_organisation(), valid_until=clock.today())
    point.tenures.create(operator=operator, valid_from=clock.today())
    Weights.objects.create(language_m=9000, valid_from=clock.today(), organisation=operator)
    assert first() == far.user_id
    Weights.objects.update(valid_until=clock.today() + dt.timedelta(days=1))
    later = clock.now() + dt.timedelta(days=1)
    assert matching.rank_candidates(visit, now=later)[0].person_id == near.user_id


def test_weights_for_all_hold_where_nobody_has_own_ones(cast: Cast, visit: Visit) -> None:
    before = matching.rank_candidates(visit, now=clock.now())[0].cost
    Weights.objects.create(known_m=0, valid_from=clock.today())
    Weights.objects.create(known_m=5000, valid_from=clock.today(), organisation=make_organisation())
    assert matching.rank_candidates(visit, now=clock.now())[0].cost == before - 3 * 900


def test_the_number_of_queries_does_not_grow(cast: Cast) -> None:
    def queries(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as seen:
            matching.find(ids, now=clock.now())
        return len(seen)

    visits = [make_visit(cast.tenant, cast.shop).pk for _ in range(6)]
    assert queries(visits[:1]) == queries(visits) <= 15
