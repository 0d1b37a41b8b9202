"""After the hand-over the officers go the rest of the way: court, tax office, papers, with members in place of founders."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.kit.printing.odt import as_odt
from quarters.models import Organisation
from tests.conftest import Cast
from tests.factories import make_organisation
from tests.volunteers.clubs.making import NAMES, TO_ASSEMBLY, make_club, make_founding, make_member, make_officer, take
from tests.volunteers.clubs.test_papers import odt_words
from volunteers.clubs.board import elect
from volunteers.clubs.errors import NameTaken
from volunteers.clubs.founding import change_facts
from volunteers.clubs.handing_over import hand_over
from volunteers.clubs.links import founder_key
from volunteers.clubs.papers import PAPERS, paper
from volunteers.models import Founding, Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def founding(cast: Cast, now: dt.datetime) -> Founding:
    """Founded ten days ago; its board runs it, nothing is registered yet."""
    row = make_founding(cast.district, cast.helper)
    take(row, *TO_ASSEMBLY, on=clock.today() - dt.timedelta(days=10))
    hand_over(row, by=cast.helper, now=now)
    row.refresh_from_db()
    return row


def club_of(founding: Founding) -> Organisation:
    assert founding.association is not None
    return founding.association


def test_the_board_goes_on_with_steps_and_papers_in_its_own_room(founding: Founding, client: Client) -> None:
    club = club_of(founding)
    client.force_login(make_officer(club))
    assert "Die Gründung geht weiter" in client.get(f"/verein/{club.slug}/").content.decode()
    here = f"/verein/{club.slug}/gruendung/"
    page = client.get(here).content.decode()
    assert "Sie haften noch selbst" in page
    assert "Jetzt an den Verein übergeben" not in page
    said = {"on": clock.today().isoformat(), "what": "done"}
    assert client.post(f"{here}schritt/certify/", said).status_code == 302
    assert client.post(f"{here}schritt/register/", {**said, "note": "VR 4711"}).status_code == 302
    club.club_rules.refresh_from_db()
    assert club.club_rules.register_number == "VR 4711"
    assert client.post(f"{here}schritt/register/ruecknahme/").status_code == 302
    for kind in PAPERS:
        assert client.get(f"{here}papier/{kind}/odt/").status_code == 200
    assert client.get(f"{here}menschen/").status_code == 404


def test_no_other_association_and_no_helper_comes_in_there(founding: Founding, cast: Cast, client: Client) -> None:
    page = f"/verein/{club_of(founding).slug}/gruendung/"
    for person in (make_officer(make_club()), cast.helper, cast.volunteer.user):
        client.force_login(person)
        assert client.get(page).status_code in (403, 404)
        assert client.post(f"{page}schritt/certify/", {"on": clock.today().isoformat()}).status_code in (403, 404)
    assert not founding.steps.filter(code="certify").exists()


def test_an_association_that_was_not_founded_here_has_no_such_page(client: Client) -> None:
    club = make_club()
    client.force_login(make_officer(club))
    assert client.get(f"/verein/{club.slug}/gruendung/").status_code == 404
    assert "Die Gründung geht weiter" not in client.get(f"/verein/{club.slug}/").content.decode()


def test_the_papers_name_everybody_still_when_the_list_of_founders_is_erased(
    founding: Founding, cast: Cast, now: dt.datetime
) -> None:
    founding.founders.all().delete()
    later = make_member(club_of(founding), "Neu Dabei", joined_on=clock.today())
    said = odt_words(as_odt(paper(founding, "satzung"))) + odt_words(as_odt(paper(founding, "protokoll")))
    assert all(name in said for name in NAMES)
    assert later.name not in said
    assert f"Vorsitz {NAMES[0]} 7 0 0 ja" in said
    elect(later, office="treasurer", on=clock.today(), by=cast.helper, now=now)
    said = odt_words(as_odt(paper(founding, "anmeldung")))
    assert later.name in said
    assert NAMES[1] not in said


def test_what_the_court_wants_changed_is_said_in_the_associations_room_too(
    founding: Founding, now: dt.datetime
) -> None:
    make_organisation(name="Nachbarn Kassel")
    with pytest.raises(NameTaken):
        change_facts(founding, name="Nachbarn Kassel", now=now)
    change_facts(founding, name="Nachbarn vom Rothenberg", notice_days=21, now=now)
    club = Organisation.objects.get(pk=club_of(founding).pk)
    assert (club.name, club.club_rules.notice_days) == ("Nachbarn vom Rothenberg", 21)
    assert club.slug == club_of(founding).slug
    assert Member.objects.filter(association=club).count() == len(NAMES)


def test_a_founders_link_only_reads_then_and_no_note_is_shown_outside(
    founding: Founding, cast: Cast, client: Client
) -> None:
    founding.steps.filter(code="invite").update(note="bei Herrn Muster")
    founder = founding.founders.first()
    here = f"/verein/gruendung/{founder_key(founder)}/"
    said = {"on": clock.today().isoformat(), "what": "done"}
    assert client.post(f"{here}schritt/certify/", said).status_code == 409
    assert client.post(f"{here}schritt/invite/ruecknahme/").status_code == 302
    assert founding.steps.filter(code="invite").exists()
    assert "trägt der Vorstand ein" in client.get(f"{here}schritt/certify/").content.decode()
    client.force_login(cast.helper)
    helper = f"/leitstand/gruendungen/{founding.reference}/"
    for page in (f"{here}schritt/invite/", f"{helper}schritt/invite/", helper):
        assert "Herrn Muster" not in client.get(page).content.decode()
    assert client.post(f"{helper}schritt/certify/", said).status_code == 302
    client.force_login(make_officer(club_of(founding)))
    page = f"/verein/{club_of(founding).slug}/gruendung/schritt/invite/"
    assert "Herrn Muster" in client.get(page).content.decode()
