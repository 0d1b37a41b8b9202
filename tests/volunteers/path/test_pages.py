"""The board, one person's page, the slip, and what the applicant herself reads."""

import datetime as dt
import json
import re
from unittest.mock import patch

import pytest
from django.core import signing
from django.test import Client

from piano.kit import clock
from piano.kit.links import sign
from quarters.models import OrganisationKind, Role, RoleKind, User
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_organisation, make_user
from tests.volunteers.path.test_steps import make_path, walk
from volunteers.joining import register_interest
from volunteers.models import Path, Step, StepTaken, Volunteer
from volunteers.path import acts, links
from volunteers.path.links import own_page

pytestmark = pytest.mark.django_db


def coordinator_of(association: object) -> User:
    user = make_user()
    Role.objects.create(user=user, kind=RoleKind.COORDINATOR, organisation=association, valid_from="2025-01-01")
    return user


def test_whoever_writes_sees_at_once_where_she_stands(client: Client, cast: Cast) -> None:
    answer = client.post(
        "/mitmachen/", {"name": "Ayşe Demir", "phone": "0561 445566", "district": cast.district.pk}, follow=True
    )
    page = answer.content.decode()
    assert "Wir lernen uns kennen" in page
    assert "Das kommt als Nächstes." in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_her_own_page_says_what_is_done_and_what_comes(client: Client, cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    page = client.get(own_page(path)).content.decode()
    assert "Geschafft am" in page
    assert "Noch 4 Schritte" in page
    assert cast.helper.full_name not in page
    walk(path, cast, now)
    assert "Sie sind dabei" in client.get(own_page(path)).content.decode()


def test_whose_volunteer_she_becomes_may_be_left_open(client: Client, cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    Path.objects.update(association=None)
    make_organisation(OrganisationKind.ASSOCIATION)
    client.force_login(cast.helper)
    page = client.get(f"/leitstand/mitmachen/{path.reference}/").content.decode()
    assert "Noch offen</option>" in page
    assert "-----" not in page


def test_nobody_guesses_the_address_of_her_page(client: Client, cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    assert client.get(f"/mitmachen/stand/{path.reference}/").status_code == 404


def test_the_address_says_nothing_of_whether_an_account_is_known(client: Client, cast: Cast, now: dt.datetime) -> None:
    """Whoever types in an address of somebody else reads in her link nothing of the account behind it."""
    known = make_user(email="known@example.org", family_name="Demir")
    said = {"district": cast.district.pk, "phone": ""}
    for name, email in (("Ayşe Demir", known.email), ("Karl Ruppel", known.email), ("Karl Ruppel", "new@example.org")):
        answer = client.post("/mitmachen/", {**said, "name": name, "email": email})
        token = answer.headers["Location"].split("/")[-2]
        whose = json.loads(signing.b64_decode(token.partition(":")[0].encode()))["p"]
        assert re.fullmatch(r"[0-9a-f]{16}", str(whose)), email
        assert links.path_behind(token, now=now) is not None


def test_links_that_named_an_account_by_its_number_go_on_for_their_time(cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    ends = int((now + dt.timedelta(days=1)).timestamp())
    person = links.person_of(path)
    assert links.path_behind(sign(links.OWN, path=path.reference, p=person.pk, e=ends), now=now) == path
    assert links.path_behind(sign(links.OWN, path=path.reference, p=person.pk + 1, e=ends), now=now) is None


def test_her_link_opens_nothing_once_her_account_is_closed(client: Client, cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    before = own_page(path)
    assert client.get(before).status_code == 200
    acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    after = own_page(Path.objects.get())
    User.objects.filter(email="ayse@example.org").update(is_active=False)
    for address in (before, after):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_signed_in_she_finds_it_without_the_link(client: Client, cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    client.force_login(User.objects.get(email="ayse@example.org"))
    assert "Wo Sie stehen" in client.get("/einsatz/mein-weg/", follow=True).content.decode()
    client.force_login(cast.tenant.user)
    assert client.get("/einsatz/mein-weg/").status_code == 404


def test_the_board_says_who_waits_for_what_and_how_long(client: Client, cast: Cast, now: dt.datetime) -> None:
    make_path(cast, now - dt.timedelta(days=20))
    client.force_login(cast.helper)
    page = client.get("/leitstand/mitmachen/").content.decode()
    assert "Ayşe Demir" in page
    assert "seit 20 Tagen" in page
    assert "Gespräch geführt" in page


def test_the_next_step_is_one_press_on_the_board_and_can_be_taken_back(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    path = make_path(cast, now)
    client.force_login(cast.helper)
    address = f"/leitstand/mitmachen/{path.reference}/"
    page = client.post(f"{address}schritt/", {"step": "talk", "zur": "tafel"}, follow=True).content.decode()
    assert "Rückgängig" in page
    assert StepTaken.objects.get().undone_at is None
    client.post(f"{address}ruecknahme/", {"step": "talk"})
    assert StepTaken.objects.get().undone_by == cast.helper


def test_a_slip_is_typed_in(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    slip = {"came_by": "paper", "name": "Olga Weiß", "phone": "0561 77", "district": cast.district.pk}
    answer = client.post("/leitstand/mitmachen/neu/", slip)
    path = Path.objects.get()
    assert answer.headers["Location"] == f"/leitstand/mitmachen/{path.reference}/"
    assert (path.came_by, path.begun_by, path.name) == ("paper", cast.helper, "Olga Weiß")
    assert client.post("/leitstand/mitmachen/neu/", {**slip, "phone": ""}).status_code == 422


def test_the_coordination_sees_the_people_of_its_association_alone(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    path = make_path(cast, now)
    client.force_login(coordinator_of(cast.volunteer.association))
    assert client.get(f"/leitstand/mitmachen/{path.reference}/").status_code == 200
    client.force_login(coordinator_of(make_organisation(OrganisationKind.ASSOCIATION)))
    assert client.get(f"/leitstand/mitmachen/{path.reference}/").status_code == 404
    client.force_login(make_helper(make_district()))
    assert "Ayşe" not in client.get("/leitstand/mitmachen/").content.decode()


def test_nobody_notes_her_own_steps(client: Client, cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.helper.pk).update(email="ayse@example.org", family_name="Demir")
    path = make_path(cast, now)
    acts.take_step(path, Step.TALK, by=cast.tenant.user, now=now)
    client.force_login(cast.helper)
    assert client.post(f"/leitstand/mitmachen/{path.reference}/schritt/", {"step": "identity"}).status_code == 404


def test_nobody_notes_that_she_was_talked_with_herself(client: Client, cast: Cast, now: dt.datetime) -> None:
    User.objects.filter(pk=cast.helper.pk).update(email="ayse@example.org", family_name="Demir")
    path = make_path(cast, now)
    client.force_login(cast.helper)
    answer = client.post(f"/leitstand/mitmachen/{path.reference}/schritt/", {"step": "talk"})
    assert (answer.status_code, StepTaken.objects.exists()) == (404, False)


def test_what_is_missing_is_said(client: Client, cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now, level="C")
    client.force_login(cast.helper)
    address = f"/leitstand/mitmachen/{path.reference}/"
    assert client.post(f"{address}schritt/", {"step": "identity"}).status_code == 409
    assert client.post(f"{address}schritt/", {"step": "nothing"}).status_code == 422
    assert client.post(f"{address}ende/", {"why": ""}).status_code == 422
    assert client.post(f"{address}wo/", {"level": "P"}).status_code == 422


def test_a_line_of_a_list_goes_on_by_steps(client: Client, cast: Cast, now: dt.datetime) -> None:
    interest = register_interest(name="Ingrid Thiel", district=cast.district, now=now, phone="0561 8123427")
    client.force_login(cast.helper)
    first = client.post(f"/leitstand/mitmachen/aus/{interest.reference}/").headers["Location"]
    assert client.post(f"/leitstand/mitmachen/aus/{interest.reference}/").headers["Location"] == first
    assert "Ingrid Thiel" in client.get(first).content.decode()


@pytest.mark.parametrize("page", ["/einsatz/", "/einsatz/profil/"])
def test_whoever_is_on_her_way_is_led_to_it_and_to_no_closed_door(
    client: Client, cast: Cast, now: dt.datetime, page: str
) -> None:
    path = acts.take_step(make_path(cast, now), Step.TALK, by=cast.helper, now=now).path
    client.force_login(path.volunteer.user)  # type: ignore[union-attr]
    seen = client.get(page).content.decode()
    assert ("/einsatz/mein-weg/" in seen, "/einsatz/heute/" in seen) == (True, False)
    client.force_login(cast.volunteer.user)
    assert "/einsatz/mein-weg/" not in client.get(page).content.decode()


def test_she_may_say_herself_that_she_would_rather_not_and_take_it_back(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    path = make_path(cast, now)
    acts.take_step(path, Step.TALK, by=cast.helper, now=now)
    address = own_page(Path.objects.get(pk=path.pk))
    assert "Lieber nicht mitmachen" in client.get(address).content.decode()
    assert Path.objects.get().is_open
    assert "Das ist in Ordnung" in client.post(address, follow=True).content.decode()
    assert (Path.objects.get().why_ended, Volunteer.objects.get(user__email="ayse@example.org").state) == (
        "withdrew",
        "left",
    )
    client.post(address, {"weiter": "1"})
    assert Path.objects.get().is_open


def test_what_one_of_us_ended_is_not_taken_up_by_a_link(client: Client, cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    acts.end_path(path, why="not_fitting", by=cast.helper, now=now)
    page = client.get(own_page(path)).content.decode()
    assert "Ich möchte doch mitmachen" not in page
    assert "passt nicht" not in page
    client.post(own_page(path), {"weiter": "1"})
    assert not Path.objects.get().is_open


def test_the_page_does_not_call_somebody_active_who_left_or_is_suspended(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    path = make_path(cast, now)
    walk(path, cast, now)
    address = own_page(Path.objects.get(pk=path.pk))
    her = Volunteer.objects.filter(user__email="ayse@example.org")
    her.update(state="left", left_on=clock.today())
    assert "Danke für Ihre Zeit" in client.get(address).content.decode()
    her.update(state="suspended")
    assert client.get(address).status_code == 404


def test_her_link_ends_and_is_hers_alone(client: Client, cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    address = own_page(path)
    with machine.at(now + dt.timedelta(days=181)):
        assert client.get(address).status_code == 404
    forged = links.sign(links.OWN, path=path.reference, p=cast.tenant.user_id, e=int(now.timestamp()) + 9999)
    assert client.get(f"/mitmachen/stand/{forged}/").status_code == 404


def test_of_one_line_no_more_than_twenty_an_hour_reach_the_helper(client: Client, cast: Cast) -> None:
    with patch("volunteers.views.joining.too_often", return_value=True):
        answer = client.post("/mitmachen/", {"name": "A B", "phone": "0561 445566", "district": cast.district.pk})
    assert answer.status_code == 422
    assert "Bitte rufen Sie uns an" in answer.content.decode()
    assert not Path.objects.exists()


def test_the_day_stands_in_its_field_as_a_browser_reads_it(client: Client, cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now)
    client.force_login(cast.helper)
    assert (
        f'value="{clock.today().isoformat()}"' in client.get(f"/leitstand/mitmachen/{path.reference}/").content.decode()
    )


def test_by_hand_the_first_visit_needs_a_name(client: Client, cast: Cast, now: dt.datetime) -> None:
    path = make_path(cast, now, level="C")
    walk(path, cast, now, but=(Step.FIRST_VISIT,))
    client.force_login(cast.helper)
    address = f"/leitstand/mitmachen/{path.reference}/schritt/"
    assert client.post(address, {"step": "first_visit"}).status_code == 409
    client.post(address, {"step": "first_visit", "words": "Meryem Kaya"})
    assert StepTaken.objects.get(step="first_visit").words == "Meryem Kaya"
