"""The pages of a series: the tenant's own, the helper's case with every answer by phone, the volunteer's."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from piano.kit import clock
from quarters.models import User
from requests.models import Assignment, DayQuestion, HelpRequest, Regular, Series
from requests.prints.letter import confirmation
from requests.prints.week import week_sheet
from requests.progress import standing_of, with_visits
from requests.series.links import regular_link
from requests.series.rule import weekly
from requests.states import RegularState, SeriesState, VisitState
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request, make_user
from tests.requests.asking import text_of
from tests.requests.errands import path_of
from tests.requests.series.standing import make_plan, make_regular, make_series, sweep

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def tenant(cast: Cast) -> Client:
    return signed_in(cast.tenant.user)


@pytest.fixture
def helper(cast: Cast) -> Client:
    return signed_in(cast.helper)


def mine(series: Series, action: str = "") -> str:
    return f"/meine/anfragen/{series.help_request.reference}/" + (f"reihe/{action}/" if action else "")


def case(series: Series, action: str = "") -> str:
    return f"/leitstand/anfragen/{series.help_request.reference}/" + (f"reihe/{action}/" if action else "")


def chosen(**other: Any) -> dict[str, Any]:
    """Her choices, as the page sends them."""
    day = (clock.today() + dt.timedelta(days=10)).isoformat()
    return {"often": "weekly", "nth": "1", "days": ["TU"], "part": "exact", "time": "10:00", "rhythm_from": day} | other


def second(series: Series):  # type: ignore[no-untyped-def]
    return series.visits.order_by("series_day")[1]


def test_the_tenant_sees_one_thing_with_its_dates(tenant: Client, cast: Cast) -> None:
    series = make_regular(cast).series
    page = text_of(tenant.get(mine(series)))
    assert "Regelmäßig: jeden Dienstag, 10:00 Uhr" in page
    assert "kommt regelmäßig zu Ihnen" in page
    assert page.count("Diesmal nicht") >= 4
    assert text_of(tenant.get("/meine/")).count("Ansehen oder ändern") == 1


def test_she_lets_a_date_fall_out_and_takes_it_back(tenant: Client, cast: Cast) -> None:
    series = make_regular(cast).series
    visit = second(series)
    assert tenant.post(mine(series, "ausfall"), {"tag": visit.reference}).status_code == 302
    assert "fällt aus" in text_of(tenant.get(mine(series)))
    tenant.post(mine(series, "doch"), {"tag": visit.reference})
    visit.refresh_from_db()
    assert visit.state == VisitState.ARRANGED


def test_another_time_is_chosen(tenant: Client, cast: Cast) -> None:
    series = make_regular(cast).series
    answer = tenant.post(mine(series, "aenderung"), chosen(days=["TH"], time="15:00"))
    assert answer.status_code == 302
    assert "jeden Donnerstag, 15:00 Uhr" in text_of(tenant.get(mine(series)))


def test_choices_that_do_not_belong_together_are_asked_again_and_kept(tenant: Client, cast: Cast) -> None:
    series = make_regular(cast).series
    bad = tenant.post(mine(series, "aenderung"), chosen(often="monthly", days=["TH", "FR"], nth="2"))
    assert bad.status_code == 422
    assert "Für einmal im Monat wählen Sie bitte genau einen Tag." in text_of(bad)
    assert bad.context["rhythm_form"]["days"].value() == ["TH", "FR"]
    series.refresh_from_db()
    assert series.state == SeriesState.ACTIVE


def test_the_choices_begin_with_what_is_agreed(tenant: Client, cast: Cast) -> None:
    series = make_regular(cast).series
    page = tenant.get(mine(series)).content.decode()
    for now in ('value="weekly"', 'value="TU"'):
        assert re.search(rf"<input[^>]*{now}[^>]*checked", page), now
    assert re.search(r'<input[^>]*name="time"[^>]*value="10:00"', page)


def test_who_reads_turkish_changes_her_series(tenant: Client, cast: Cast) -> None:
    series = make_regular(cast).series
    tenant.post("/sprache/", {"language": "tr"})
    try:
        page = tenant.get(mine(series)).content.decode()
        assert 'lang="tr"' in page
        assert "Perşembe" in page
        assert tenant.post(mine(series, "aenderung"), chosen(often="weekly", days=[])).status_code == 422
        tenant.post(mine(series, "aenderung"), chosen(often="fortnightly", days=["TH"], time="15:00"))
    finally:
        translation.activate("de")
    follower = series.followed_by
    assert (follower.rule, follower.starts) == (weekly("TH", every=2), dt.time(15))
    assert follower.help_request.wish_time.startswith("alle zwei Wochen am Donnerstag, 15:00 Uhr")


def test_a_helper_types_another_time_that_is_understood_or_asked_for_again(helper: Client, cast: Cast) -> None:
    series = make_regular(cast).series
    day = (clock.today() + dt.timedelta(days=10)).isoformat()
    bad = helper.post(case(series, "aenderung"), {"rhythm": "wie es passt", "rhythm_from": day})
    assert bad.status_code == 422
    assert "Das haben wir nicht verstanden" in text_of(bad)
    assert "wie es passt" in bad.content.decode()
    good = helper.post(case(series, "aenderung"), {"rhythm": "jeden Donnerstag um 15 Uhr", "rhythm_from": day})
    assert good.status_code == 302
    assert "jeden Donnerstag, 15:00 Uhr" in text_of(helper.get(case(series)))


def test_who_came_so_far_is_asked_first_for_the_new_time(tenant: Client, cast: Cast) -> None:
    regular = make_regular(cast)
    series = regular.series
    tenant.post(mine(series, "aenderung"), chosen(days=["TH"], time="15:00"))
    follower = series.followed_by
    asked = follower.regulars.get()
    assert (asked.person, asked.state, asked.is_familiar) == (regular.person, RegularState.ASKED, True)
    old = series.visits.filter(state=VisitState.ARRANGED)
    assert {visit.series_day for visit in old} == {
        visit.series_day for visit in series.visits.all() if visit.series_day < follower.first_day
    }
    series.refresh_from_db()
    assert series.state == SeriesState.ENDED


def test_she_ends_it(tenant: Client, cast: Cast) -> None:
    series = make_regular(cast).series
    assert tenant.post(mine(series, "ende"), {"end_from": ""}).status_code == 422
    tenant.post(mine(series, "ende"), {"end_from": clock.today().isoformat()})
    series.refresh_from_db()
    assert series.state == SeriesState.ENDED


def test_nothing_of_it_is_a_strangers(cast: Cast) -> None:
    series = make_regular(cast).series
    stranger = signed_in(make_user())
    assert stranger.post(mine(series, "ausfall"), {"tag": second(series).reference}).status_code == 404
    other = signed_in(make_helper(make_district()))
    assert other.post(case(series, "ausfall"), {"tag": second(series).reference}).status_code == 404
    assert other.get(case(series)).status_code == 404


def test_what_belongs_to_another_request_is_not_there(helper: Client, tenant: Client, cast: Cast) -> None:
    hers = make_regular(cast, make_plan(starts=dt.time(14)))
    own = make_series(cast)
    words = {"wer": hers.reference, "answer": "no", "back_from": clock.today().isoformat(), "weiter": "end"}
    for action in ("antwort", "rueckgabe", "weiter/wer-kommt"):
        assert helper.post(case(own, action), words).status_code == 404, action
    date = {"tag": second(hers.series).reference, "frage": "ZZZZ", "answer": "not"}
    for action in ("ausfall", "doch", "tag"):
        assert helper.post(case(own, action), date).status_code == 404, action
        assert tenant.post(mine(own, action), date).status_code == 404, action
    hers.refresh_from_db()
    assert hers.state == RegularState.YES


def test_a_holiday_is_asked_and_answered_on_the_page(tenant: Client, cast: Cast) -> None:
    machine.travel_to(clock.at(dt.date(2026, 11, 30), dt.time(10)))
    series = make_regular(cast, make_plan(weekly("FR"))).series
    page = text_of(tenant.get(mine(series)))
    assert "Freitag, 25. Dezember ist ein Feiertag. Soll jemand kommen?" in page
    assert "Lieber am Tag davor: Donnerstag, 24. Dezember" in page
    question = DayQuestion.objects.order_by("pk")[0]
    tenant.post(mine(series, "tag"), {"frage": question.reference, "answer": "not"})
    question.refresh_from_db()
    assert question.answer == "not"
    again = tenant.post(mine(series, "tag"), {"frage": question.reference, "answer": "same"})
    assert again.status_code == 409


def test_the_helper_writes_down_every_answer(helper: Client, cast: Cast) -> None:
    series = make_series(cast)
    sweep()
    first, other, _third = series.regulars.order_by("pk")
    assert "ist für alle Termine gefragt" in text_of(helper.get(case(series)))
    helper.post(case(series, "antwort"), {"wer": other.reference, "answer": "no"})
    helper.post(case(series, "antwort"), {"wer": first.reference, "answer": "yes"})
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.state, other.state) == (RegularState.YES, RegularState.NO)
    visit = second(series)
    helper.post(case(series, "ausfall"), {"tag": visit.reference})
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    assert helper.post(case(series, "rueckgabe"), {"wer": first.reference, "back_from": "bald"}).status_code == 422
    back_from = clock.today().isoformat()
    helper.post(case(series, "rueckgabe"), {"wer": first.reference, "back_from": back_from})
    first.refresh_from_db()
    assert first.state == RegularState.OVER


def test_the_helper_acts_on_the_date_that_she_looks_at(helper: Client, cast: Cast) -> None:
    regular = make_regular(cast)
    visit = second(regular.series)
    page = helper.get(f"{case(regular.series)}?termin={visit.reference}")
    assert f'name="termin" value="{visit.reference}"' in page.content.decode()
    helper.post(f"{case(regular.series)}ruecktritt/", {"termin": visit.reference})
    visit.refresh_from_db()
    assert visit.state == VisitState.OPEN
    assert Assignment.objects.filter(state="planned").count() == regular.series.visits.count() - 1


def test_a_helper_makes_a_series_of_a_single_wish(helper: Client, cast: Cast) -> None:
    help_request = make_request(cast.tenant, cast.shop)
    at = f"/leitstand/anfragen/{help_request.reference}/reihe/neu/"
    assert helper.post(at, {"rhythm": "", "rhythm_from": ""}).status_code == 422
    words = {"rhythm": "jeden Dienstag um 10 Uhr", "rhythm_from": clock.today().isoformat()}
    assert helper.post(at, words).status_code == 302
    series = help_request.series.get()
    assert help_request.visits.filter(series=None).get().state == VisitState.CANCELLED
    sweep()
    assert series.regulars.exists()
    assert helper.post(at, words).status_code == 409


def test_the_volunteer_hands_the_series_back_on_her_page(client: Client, cast: Cast) -> None:
    regular = make_regular(cast)
    page = path_of(regular_link(regular))
    assert "Ansehen oder zurückgeben" in text_of(client.get(page))
    assert client.post(f"{page}rueckgabe/", {"back_from": ""}).status_code == 422
    client.post(f"{page}rueckgabe/", {"back_from": clock.today().isoformat()})
    assert Regular.objects.get(pk=regular.pk).state == RegularState.OVER
    assert "Vielen Dank" in text_of(client.get(page))


def test_her_lists_show_what_she_is_asked_and_where_she_goes(cast: Cast) -> None:
    series = make_series(cast)
    sweep()
    asked = series.regulars.order_by("pk")[0]
    client = signed_in(asked.person)
    assert "jeden Dienstag, 10:00 Uhr" in text_of(client.get("/einsatz/"))
    client.post(f"/einsatz/reihe/{asked.reference}/zusage/")
    week = text_of(client.get("/einsatz/woche/"))
    assert "Hier kommen Sie regelmäßig" in week
    assert "jeden Dienstag, 10:00 Uhr" in week


def test_a_get_never_acts(client: Client, cast: Cast) -> None:
    series = make_series(cast)
    sweep()
    asked = series.regulars.order_by("pk")[0]
    assert client.get(f"{path_of(regular_link(asked))}zusage/").status_code == 302
    asked.refresh_from_db()
    assert asked.state == RegularState.ASKED


def test_the_board_shows_the_next_date_and_not_all_of_them(helper: Client, cast: Cast) -> None:
    series = make_regular(cast).series
    machine.travel_to(clock.now() + dt.timedelta(days=2))
    page = text_of(helper.get("/leitstand/"))
    assert clock.say_day(series.first_day) in page
    assert clock.say_day(second(series).series_day) not in page


def test_on_paper_it_says_that_it_repeats_and_until_when(cast: Cast) -> None:
    series = make_regular(cast).series
    row = with_visits(HelpRequest.objects.filter(pk=series.help_request_id)).get()
    letter = str(confirmation(standing_of(row), today=clock.today()).blocks)
    assert "jeden Dienstag, 10:00 Uhr, bis zum" in letter
    going = list(Assignment.objects.filter(state="planned").select_related("visit__help_request__category"))
    assert "Einkaufen, regelmäßig" in str(week_sheet(cast.volunteer.user, going[:1]).blocks)
