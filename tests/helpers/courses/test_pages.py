"""`/qualifizierung/` and `/bescheinigung/`: the centre and its trainers see their own participants, and nobody else any."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from helpers.courses import attending, certifying, places
from helpers.courses.sheets import certificate_sheet, check_link
from helpers.models import Attendance, Certificate, Course, Module, Participant
from piano.kit import clock
from piano.kit.printing import blocks
from quarters.models import OrganisationKind, Role, RoleKind, User
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_organisation, make_user
from tests.helpers.courses.conftest import Centre, day_of, make_centre, make_role
from tests.pdf import words_of

pytestmark = pytest.mark.django_db
NAME = "Zwetschgenbaum"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def participant(course: Course) -> Participant:
    person = make_user(given_name="Olga", family_name=NAME, phone="+4956133333", email="olga@example.org")
    return places.sign_up(course, person, by=person, now=clock.now())


@pytest.fixture
def certificate(course: Course, centre: Centre, participant: Participant) -> Certificate:
    for day in course.days.all():
        machine.travel_to(day.ends_at)
        attending.note_there(day, [participant.reference], by=centre.trainer, now=clock.now())
    return certifying.certify(course, by=centre.planner, now=clock.now())[0]


def addresses(course: Course, certificate: Certificate) -> list[str]:
    reference = course.reference
    return [
        reverse("helpers:course", args=[reference]),
        reverse("helpers:change_course", args=[reference]),
        reverse("helpers:attendance", args=[reference, day_of(course).pk]),
        reverse("helpers:attendance", args=[reference, day_of(course).pk]) + "?blatt=1",
        reverse("helpers:certificate", args=[reference, certificate.code]),
    ]


def acts(course: Course, certificate: Certificate) -> list[str]:
    reference = course.reference
    return [
        reverse("helpers:attendance", args=[reference, day_of(course).pk]),
        reverse("helpers:add_course_day", args=[reference]),
        reverse("helpers:remove_course_day", args=[reference, day_of(course).pk]),
        reverse("helpers:call_off_course", args=[reference]),
        reverse("helpers:certify", args=[reference]),
        reverse("helpers:take_back_certificate", args=[reference, certificate.code]),
        reverse("helpers:sign_off_course", args=[reference, certificate.participant.reference]),
    ]


def strangers(cast: Cast, centre: Centre) -> dict[str, User]:
    """Everybody who might try, and a trainer of the same centre who teaches no day of this course, and one who was one."""
    other = make_centre()
    former = make_user()
    role = {"kind": RoleKind.CENTRE, "organisation": centre.organisation, "valid_from": dt.date(2025, 1, 1)}
    Role.objects.create(user=former, valid_until=clock.today(), **role)
    return {
        "centre of another": other.planner,
        "trainer of another": other.trainer,
        "trainer of other days": make_role(RoleKind.TRAINER, centre.organisation),
        "former planner": former,
        "helper": cast.helper,
        "coordinator": make_role(RoleKind.COORDINATOR, cast.volunteer.association),
        "gwg": make_role(RoleKind.GWG_STAFF, make_organisation(OrganisationKind.LANDLORD)),
        "tenant": cast.tenant.user,
        "volunteer": cast.volunteer.user,
    }


def test_the_wall_around_participants_holds(
    course: Course, certificate: Certificate, centre: Centre, cast: Cast
) -> None:
    """Each page and each step, tried by everybody who has no business there: refused, no name said, nothing changed."""
    opened = []
    for who, user in strangers(cast, centre).items():
        client = signed_in(user)
        for address in addresses(course, certificate):
            answer = client.get(address)
            if answer.status_code not in (403, 404) or NAME in answer.content.decode():
                opened.append(f"{who} GET {address}")
        for address in acts(course, certificate):
            if client.post(address, {"da": []}).status_code not in (403, 404):
                opened.append(f"{who} POST {address}")
        listed = client.get(reverse("helpers:courses"))
        if course.title in listed.content.decode():
            opened.append(f"{who} reads the list")
    assert opened == []
    certificate.refresh_from_db()
    assert certificate.is_valid
    assert Attendance.objects.count() == 2


def test_the_control_the_same_pages_open_for_their_own(
    course: Course, certificate: Certificate, centre: Centre
) -> None:
    client = signed_in(centre.planner)
    assert {client.get(address).status_code for address in addresses(course, certificate)} == {200}


def test_a_trainer_notes_who_was_there_and_changes_nothing_else(
    course: Course, certificate: Certificate, centre: Centre
) -> None:
    client = signed_in(centre.trainer)
    page = client.get(reverse("helpers:course", args=[course.reference]))
    assert NAME in page.content.decode()
    assert "Bescheinigungen ausstellen" not in page.content.decode()
    refused = [client.post(address).status_code for address in acts(course, certificate)[1:]]
    assert set(refused) == {403}
    attendance = reverse("helpers:attendance", args=[course.reference, day_of(course).pk])
    assert client.post(attendance, {"da": []}).status_code == 302
    assert Attendance.objects.count() == 1


def test_a_trainer_does_not_note_for_another_ones_day(course: Course, participant: Participant, centre: Centre) -> None:
    second = make_role(RoleKind.TRAINER, centre.organisation)
    course.days.filter(pk=day_of(course, 1).pk).update(trainer=second)
    address = reverse("helpers:attendance", args=[course.reference, day_of(course).pk])
    assert signed_in(second).get(address).status_code == 404


def test_nothing_but_the_name_of_a_participant_is_shown(
    course: Course, participant: Participant, centre: Centre
) -> None:
    page = signed_in(centre.planner).get(reverse("helpers:course", args=[course.reference])).content.decode()
    assert NAME in page
    assert participant.person.phone not in page
    assert "olga@example.org" not in page


def test_planning_by_hand_from_nothing(centre: Centre) -> None:
    client = signed_in(centre.planner)
    assert "Vorschlag laden" in client.get(reverse("helpers:modules")).content.decode()
    client.post(reverse("helpers:fill_modules"))
    assert Module.objects.filter(is_proposal=True).count() == 12
    client.post(reverse("helpers:fill_modules"))
    assert Module.objects.count() == 12
    typed = {"title": "Basis", "place": "Treff", "places": "8"}
    page = client.post(reverse("helpers:plan_course"), typed)
    course = Course.objects.get()
    assert page.headers["Location"] == reverse("helpers:course", args=[course.reference])
    day = {"module": Module.objects.get(code="rolle").pk, "day": "2099-01-05", "starts": "10:00", "ends": "14:00"}
    client.post(reverse("helpers:add_course_day", args=[course.reference]), day)
    assert course.days.get().minutes == 240


def test_bad_words_are_answered_in_place(course: Course, centre: Centre) -> None:
    client = signed_in(centre.planner)
    assert client.post(reverse("helpers:plan_course"), {"places": "viele"}).status_code == 422
    day = {"day": "2026-02-31", "starts": "14:00", "ends": "10:00"}
    answer = client.post(reverse("helpers:add_course_day", args=[course.reference]), day)
    assert answer.status_code == 422
    assert "Diesen Tag gibt es nicht." in answer.content.decode()


def test_the_page_offers_only_what_can_be_done(course: Course, certificate: Certificate, centre: Centre) -> None:
    """Everybody has hers, and it is over: nothing is left to issue or to call off, until one is taken back."""
    client, way = signed_in(centre.planner), reverse("helpers:course", args=[course.reference])
    page = client.get(way).content.decode()
    assert "Alle haben ihre Bescheinigung." in page
    assert "war immer da" in page
    assert "Bescheinigungen ausstellen" not in page
    assert "Kurs absagen" not in page
    assert client.post(reverse("helpers:call_off_course", args=[course.reference])).status_code == 409
    certifying.take_back(certificate, by=centre.planner, now=clock.now())
    assert "Bescheinigungen ausstellen" in client.get(way).content.decode()


def test_the_certificate_says_what_was_learnt_and_its_code(
    course: Course, certificate: Certificate, centre: Centre
) -> None:
    pdf = signed_in(centre.planner).get(reverse("helpers:certificate", args=[course.reference, certificate.code]))
    words = words_of(pdf.content)
    assert NAME in words
    assert "Demenz verstehen" in words
    assert certificate.code[:5] in words


def test_what_a_telephone_scans_leads_to_the_answer(certificate: Certificate) -> None:
    """On the sheet stands the code of the very address that says whether it counts, without typing anything."""
    cache.clear()
    link = check_link(certificate.code)
    assert blocks.scan(link, "")["svg"] in [one.get("svg") for one in certificate_sheet(certificate).blocks]
    page = Client().get(link[link.index("/bescheinigung/") :]).content.decode()
    assert "Ja, sie gilt." in page


def verify(code: str) -> str:
    """What the page says between its frame, which is the same for all."""
    return (
        Client()
        .get(reverse("helpers:verify"), {"code": code})
        .content.decode()
        .partition("<main")[2]
        .partition("</main")[0]
    )


def test_a_genuine_code_says_initials_and_days_and_no_name(certificate: Certificate) -> None:
    cache.clear()
    page = verify(f" {certificate.code[:5].lower()} {certificate.code[5:]} ")
    assert "Ja, sie gilt." in page
    assert "O. Z." in page
    assert NAME not in page
    assert certificate.participant.course.title not in page


def test_a_wrong_code_and_one_taken_back_say_the_same(certificate: Certificate, centre: Centre) -> None:
    cache.clear()
    wrong = verify("2222222222")
    certifying.take_back(certificate, by=centre.planner, now=clock.now())
    taken_back = verify(certificate.code)
    assert "Nein, dieser Code gilt nicht." in wrong
    assert wrong.replace("2222222222", "") == taken_back.replace(certificate.code, "")


def test_nobody_tries_codes_for_long(certificate: Certificate) -> None:
    cache.clear()
    answers = [Client().get(reverse("helpers:verify"), {"code": "2222222222"}).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    assert "Ja, sie gilt." not in verify(certificate.code)
    cache.clear()
