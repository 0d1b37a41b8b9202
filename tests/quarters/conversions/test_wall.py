"""The landlord's people see flat, measures, dates and sums. Never care grade, illness, the care fund's letters, or who lives there."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from piano.messaging.models import Message
from piano.messaging.reasons import REASONS
from quarters.conversions import confidential, wishes
from quarters.conversions.acts import ACTS
from quarters.conversions.advancing import stamp_of
from quarters.conversions.letters import letters_in
from quarters.conversions.papers import OF_FLAT
from quarters.conversions.states import ORDER, ConversionState
from quarters.models import OrganisationKind, Role, RoleKind
from tests.factories import make_organisation, make_user
from tests.pdf import words_of
from tests.quarters.conversions.conftest import Home

S = ConversionState
MARKS = (
    "Zwetschgenherz",
    "Pflegegrad",
    "Pflegekasse",
    "§ 40",
    "care_fund",
    "kfw",
    "KfW",
    "Wagner",
    "Wanne",
    "Birnbaum",
)


@pytest.fixture
def technician(home: Home) -> Client:
    client = Client()
    client.force_login(home.technician)
    return client


def plant(home: Home) -> None:
    home.wish(wish="Ich komme nicht mehr in die Wanne. Birnbaum")
    private = {"care_grade": "3", "entitled": "2", "diagnosis": "Zwetschgenherz", "fund_words": "Zwetschgenherz 4711"}
    confidential.note_private(home.case, **private, **home.who)


def pages(home: Home) -> list[str]:
    here = f"/umbau/{home.case.reference}/"
    found = ["/umbau/", "/umbau/?stand=fertig", here, "/umbau/stand/", "/umbau/stand.csv", "/umbau/wohnungen/"]
    return [*found, *(here + f"papier/{kind}/" for kind, _letter in letters_in(home.fresh().state, for_landlord=False))]


def walk(home: Home) -> Iterator[str]:
    """From the first step to the last."""
    for state in (*ORDER, S.DONE):
        home.to(state)
        yield state


def said(answer: HttpResponse) -> str:
    """What stands on a page or a paper."""
    return words_of(answer.content) if answer.content.startswith(b"%PDF") else answer.content.decode()


def test_no_page_of_hers_says_or_asks_it_in_any_step(home: Home, technician: Client) -> None:
    plant(home)
    seen = set()
    for state in walk(home):
        for page in pages(home):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                answer = technician.get(page)
            seen.add((page, answer.status_code))
            words = said(answer) if answer.status_code == 200 else ""
            assert [mark for mark in MARKS if mark in words] == [], (state, page)
            sealed = [one["sql"] for one in asked if "quarters_conversionperson" in one["sql"]]
            assert sealed == [], (state, page)
    assert {status for page, status in seen if "papier" not in page} == {200}
    printed = {page.split("/")[-2] for page, status in seen if "papier" in page and status == 200}
    assert printed == set(OF_FLAT)


def test_the_helper_sees_what_the_marks_are(home: Home) -> None:
    """The negative control: the same words stand on the helper's page."""
    plant(home)
    client = Client()
    client.force_login(home.helper)
    page = client.get(f"/umbau/{home.case.reference}/").content.decode()
    assert [mark for mark in ("Zwetschgenherz", "Pflegegrad", "Wagner", "Birnbaum") if mark not in page] == []


def test_of_grants_she_reads_yes_or_no_and_the_sum(home: Home, technician: Client) -> None:
    home.to(S.KFW)
    page = technician.get(f"/umbau/{home.case.reference}/").content.decode()
    assert "Bewilligung liegt vor" in page
    assert "ja, 4.000 €" in " ".join(page.split())
    assert "Förderung" in page


def test_what_is_sealed_is_sealed_in_the_column(home: Home) -> None:
    plant(home)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wish, care_grade, entitled, diagnosis, fund_words FROM quarters_conversionperson")
        assert all(value.startswith("v1:") for value in cursor.fetchone())


def test_without_agreement_there_is_nothing_to_see(home: Home, technician: Client) -> None:
    home.wish(agrees=False)
    page = f"/umbau/{home.case.reference}/"
    assert technician.get(page).status_code == 404
    wishes.agree(home.case, **home.who)
    assert technician.get(page).status_code == 200
    wishes.withdraw_agreement(home.case, **home.who)
    assert technician.get(page).status_code == 404
    assert str(home.case.flat) not in technician.get("/umbau/").content.decode()


def test_another_landlord_sees_nothing_and_a_role_without_one_neither(home: Home) -> None:
    home.to(S.CHECK)
    for organisation in (make_organisation(OrganisationKind.LANDLORD, name="Andere"), None):
        user = make_user(is_staff=True)
        Role.objects.create(user=user, kind=RoleKind.GWG_STAFF, organisation=organisation, valid_from="2025-01-01")
        client = Client()
        client.force_login(get_user_model().objects.get(pk=user.pk))
        assert client.get(f"/umbau/{home.case.reference}/").status_code == 404
        assert str(home.case.flat) not in client.get("/umbau/").content.decode()


def test_she_does_what_is_hers_and_nothing_that_is_not(home: Home, technician: Client) -> None:
    home.to(S.CHECK)
    here = f"/umbau/{home.case.reference}/"
    found = {"load_ok": "yes", "pipes_ok": "yes", "is_monument": "no", "decision": "A", "on": str(home.today)}
    assert technician.post(here + "pruefung/", found).status_code == 302
    assert technician.post(here + "weiter/", {"seen": stamp_of(home.case)}).status_code == 302
    for act in ("vertraulich", "einwilligung", "ruecknahme", "antrag", "kein-antrag", "beenden", "brief", "gefragt"):
        assert technician.post(here + f"{act}/").status_code == 404, act


@pytest.mark.parametrize("state", [S.KFW, S.ACCEPTANCE])
def test_nothing_that_she_sends_is_answered_with_it(home: Home, technician: Client, state: str) -> None:
    """Every act, with nothing and with the row of a fund's share: errors, conflicts and pages that are not there."""
    plant(home)
    home.to(state)
    here, share = f"/umbau/{home.case.reference}/", home.case.shares.first()
    answers = set()
    for slug in [*ACTS, "weiter", "zurueck"]:
        sent = {"row": share.pk if share else "care_fund", "cents": "9.999", "on": "2026-13-99"}
        answer = technician.post(f"{here}{slug}/", sent)
        answers.add(answer.status_code)
        assert [mark for mark in MARKS if mark in answer.content.decode()] == [], (state, slug)
    assert answers >= {404, 409, 422}


def test_no_search_list_or_history_of_the_office_finds_it(home: Home, technician: Client) -> None:
    plant(home)
    home.to(S.KFW)
    person, organisation = home.tenant.user, home.landlord
    for page in (
        "/verwaltung/quarters/user/?q=agner",
        f"/verwaltung/quarters/user/{person.pk}/change/",
        f"/verwaltung/quarters/user/{person.pk}/history/",
        f"/verwaltung/quarters/organisation/{organisation.pk}/history/",
        "/umbau/wohnungen/?suchen=ja&hat=step_free_shower&fall=" + home.case.reference,
        "/umbau/meine/",
        f"/umbau/meine/{home.case.reference}/",
        f"/umbau/neu/{person.reference}/",
        "/stadtteile/?suche=wetschgenherz",
        "/treffpunkte/?suche=agner",
        "/berichte/konzepte/",
    ):
        answer = technician.get(page, follow=True)
        words = answer.content.decode()
        assert [mark for mark in MARKS if mark in words] == [], page


def test_what_is_written_to_her_names_nobody_and_no_fund(home: Home) -> None:
    plant(home)
    home.to(S.WIBANK)
    words = str(REASONS["conversion_turn"].context(home.case.pk, home.technician))
    assert "Förderung" in words
    assert [mark for mark in MARKS if mark in words] == []


def test_what_is_written_to_the_tenant_names_no_illness(home: Home) -> None:
    plant(home)
    home.to(S.CHECK)
    assert Message.objects.filter(reason="conversion_step").exists()
    assert {one.subject for one in Message.objects.all()} == {f"conversion:{home.case.pk}"}
