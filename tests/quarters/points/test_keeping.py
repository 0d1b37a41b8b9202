"""Keeping a meeting point up to date: hours, single days, words, photos, the route; and taking the last step back."""

import datetime as dt
import io
import threading
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from piano.kit import clock
from piano.kit.photos import Photo
from quarters.models import MeetingPoint, OfficeHours, PointChange, PointPhoto, Role, RoleKind, User
from quarters.points import changes
from quarters.points.changes import ChangedSince, TooManyPhotos, What, add_photo, last_change, put, undo
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_organisation, make_user

HOME = "/leitstand/treffpunkte/rothenberg/"
MONDAY = [[0, "09:00", "12:00"], [0, "14:00", "16:00"]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def page(client: Client, address: str = HOME) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def jpeg(color: str = "red") -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (200, 150), color).save(target, "JPEG")
    return SimpleUploadedFile("IMG_1.JPG", target.getvalue(), "image/jpeg")


def some_photo(number: int = 0) -> Photo:
    return Photo(b"gross%d" % number, b"klein", 200, 150)


def test_hours_are_typed_as_a_week(helper: Client, point: MeetingPoint) -> None:
    typed = {"opens_0_1": "09:00", "closes_0_1": "12:00", "opens_0_2": "14:00", "closes_0_2": "16:00"}
    answer = helper.post(f"{HOME}zeiten/", typed)
    assert answer.status_code == 302
    assert changes.read(point, What.HOURS, clock.now()) == MONDAY
    said = page(helper)
    assert "Montag: 9 bis 12 Uhr und 14 bis 16 Uhr" in said
    assert "Rückgängig" in said


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"opens_0_1": "12:00", "closes_0_1": "09:00"}, "„Bis“ liegt nach „von“."),
        ({"opens_0_1": "12:00"}, "Bitte beide Uhrzeiten, oder keine."),
        ({"opens_0_2": "12:00", "closes_0_2": "13:00"}, "Der zweite Teil beginnt nach dem ersten."),
        (
            {"opens_0_1": "09:00", "closes_0_1": "12:00", "opens_0_2": "11:00", "closes_0_2": "13:00"},
            "Der zweite Teil beginnt nach dem ersten.",
        ),
    ],
)
def test_hours_that_cannot_be_are_said_at_their_field(
    helper: Client, point: MeetingPoint, typed: dict[str, str], words: str
) -> None:
    answer = helper.post(f"{HOME}zeiten/", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert point.office_hours.get().closes == dt.time(17)


def test_only_what_differs_is_written(point: MeetingPoint, cast: Cast, now: dt.datetime) -> None:
    kept = point.office_hours.get()
    put(point, What.HOURS, [[0, "09:00", "17:00"], [1, "09:00", "12:00"]], by=cast.helper, now=now)
    assert OfficeHours.objects.get(weekday=0).pk == kept.pk


def test_the_same_again_is_no_change(point: MeetingPoint, cast: Cast, now: dt.datetime) -> None:
    assert put(point, What.HOURS, [[0, "09:00", "17:00"]], by=cast.helper, now=now) is None
    assert not PointChange.objects.exists()


def test_the_last_step_is_taken_back_once(point: MeetingPoint, cast: Cast, now: dt.datetime) -> None:
    change = put(point, What.HOURS, MONDAY, by=cast.helper, now=now)
    assert change is not None
    undo(change, by=cast.helper, now=now)
    assert changes.read(point, What.HOURS, now) == [[0, "09:00", "17:00"]]
    put(point, What.HOURS, MONDAY, by=cast.helper, now=now)
    undo(change, by=cast.helper, now=now)
    assert changes.read(point, What.HOURS, now) == MONDAY


def test_what_somebody_has_changed_since_is_not_taken_back(
    helper: Client, point: MeetingPoint, cast: Cast, now: dt.datetime
) -> None:
    change = put(point, What.HOURS, MONDAY, by=cast.helper, now=now)
    assert change is not None
    put(point, What.HOURS, MONDAY[:1], by=cast.helper, now=now)
    with pytest.raises(ChangedSince):
        undo(change, by=cast.helper, now=now)
    answer = helper.post(f"{HOME}ruecknahme/", {"was": change.pk})
    assert answer.status_code == 409
    assert "Inzwischen hat jemand" in answer.content.decode()
    assert changes.read(point, What.HOURS, now) == MONDAY[:1]


def test_after_a_day_it_is_not_offered_any_more(point: MeetingPoint, cast: Cast, now: dt.datetime) -> None:
    put(point, What.HOURS, MONDAY, by=cast.helper, now=now)
    assert last_change(point, now + dt.timedelta(hours=23)) is not None
    assert last_change(point, now + dt.timedelta(hours=25)) is None


def test_a_few_days_are_closed_with_a_reason(helper: Client, point: MeetingPoint) -> None:
    first = clock.today() + dt.timedelta(days=2)
    typed = {"first_day": first.isoformat(), "last_day": (first + dt.timedelta(days=2)).isoformat(), "note": "Ferien"}
    assert helper.post(f"{HOME}tage/", typed).status_code == 302
    assert [row.note for row in point.office_days.all()] == ["Ferien"] * 3
    half = {"first_day": first.isoformat(), "opens": "10:00", "closes": "11:00"}
    helper.post(f"{HOME}tage/", half)
    assert point.office_days.get(day=first).opens == dt.time(10)
    helper.post(f"{HOME}tage/wie-immer/", {"tag": first.isoformat()})
    assert point.office_days.count() == 2


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (-1, None, "Dieser Tag ist vorbei."),
        (3, 2, "Der letzte Tag liegt vor dem ersten."),
        (1, 80, "Höchstens zwei Monate auf einmal."),
        (1200, None, "Das ist zu weit voraus."),
    ],
)
def test_days_that_cannot_be_are_refused(
    helper: Client, point: MeetingPoint, first: int, last: int | None, words: str
) -> None:
    day = lambda ahead: (clock.today() + dt.timedelta(days=ahead)).isoformat()  # noqa: E731
    answer = helper.post(f"{HOME}tage/", {"first_day": day(first), "last_day": "" if last is None else day(last)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not point.office_days.exists()


def test_words_belong_to_the_point_and_to_todays_address(helper: Client, point: MeetingPoint) -> None:
    typed = {"about": "Kaffee", "phone": "0561 777", "nearest_stop": "Markt", "step_free": "one", "languages": ["tr"]}
    assert helper.post(f"{HOME}angaben/", typed).status_code == 302
    point.refresh_from_db()
    assert (point.about, point.phone, point.languages) == ("Kaffee", "+49561777", ["tr"])
    assert (point.tenures.get().nearest_stop, point.tenures.get().step_free) == ("Markt", "one")
    helper.post(f"{HOME}ruecknahme/", {"was": PointChange.objects.get().pk})
    point.refresh_from_db()
    assert (point.phone, point.tenures.get().step_free) == ("+49561123", "yes")


def test_a_number_that_is_none_is_refused(helper: Client, point: MeetingPoint) -> None:
    answer = helper.post(f"{HOME}angaben/", {"phone": "keine"})
    assert answer.status_code == 422
    assert "keine" in answer.content.decode()


def test_a_photo_is_shown_with_its_description(helper: Client, client: Client, point: MeetingPoint) -> None:
    typed = {"photo": jpeg(), "description": "Langer Tisch, hell"}
    assert helper.post(f"{HOME}fotos/", typed).status_code == 302
    photo = PointPhoto.objects.get()
    said = page(Client(), "/treffpunkte/rothenberg/")
    assert 'alt="Langer Tisch, hell"' in said
    answer = Client().get(f"/treffpunkte/rothenberg/foto/{photo.digest}/klein.webp")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Client().get(f"/treffpunkte/rothenberg/foto/{photo.digest}/riesig.webp").status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"description": "Tür"}, "Bitte wählen Sie ein Foto aus."),
        ({"photo": SimpleUploadedFile("f.jpg", b"<svg/>"), "description": "Tür"}, "kein Foto, das wir lesen können"),
        ({"photo": SimpleUploadedFile("f.png", b"MZ\x90" * 99), "description": "Tür"}, "kein Foto, das wir"),
        ({"photo": SimpleUploadedFile("f.jpg", b"\xff" * 15_000_001), "description": "Tür"}, "Höchstens 15 Megabyte"),
    ],
)
def test_what_is_no_photo_is_said_beside_the_field(
    helper: Client, point: MeetingPoint, typed: dict[str, Any], words: str
) -> None:
    answer = helper.post(f"{HOME}fotos/", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="Tür"' in answer.content.decode()
    assert not PointPhoto.objects.exists()


def test_a_photo_without_a_description_is_refused(helper: Client, point: MeetingPoint) -> None:
    assert helper.post(f"{HOME}fotos/", {"photo": jpeg()}).status_code == 422


def test_a_photo_taken_off_is_seen_by_nobody_and_can_come_back(helper: Client, point: MeetingPoint) -> None:
    helper.post(f"{HOME}fotos/", {"photo": jpeg(), "description": "Tür"})
    photo = PointPhoto.objects.get()
    address = f"/treffpunkte/rothenberg/foto/{photo.digest}/gross.webp"
    helper.post(f"{HOME}fotos/weg/", {"foto": photo.pk})
    assert Client().get(address).status_code == 404
    helper.post(f"{HOME}fotos/weg/", {"foto": photo.pk, "was": "zurueck"})
    assert Client().get(address).status_code == 200
    helper.post(f"{HOME}fotos/weg/", {"foto": photo.pk, "was": "weg"})
    assert not PointPhoto.objects.exists()
    assert page(helper, f"{HOME}fotos/")


def test_six_photos_are_enough(point: MeetingPoint, cast: Cast, now: dt.datetime) -> None:
    for number in range(6):
        add_photo(point, some_photo(number), description="Tür", by=cast.helper, now=now)
    with pytest.raises(TooManyPhotos):
        add_photo(point, some_photo(7), description="Tür", by=cast.helper, now=now)


def test_the_same_photo_twice_is_said(helper: Client, point: MeetingPoint) -> None:
    helper.post(f"{HOME}fotos/", {"photo": jpeg(), "description": "Tür"})
    answer = helper.post(f"{HOME}fotos/", {"photo": jpeg(), "description": "Tür"})
    assert answer.status_code == 422
    assert "steht schon da" in answer.content.decode()


def test_another_file_under_the_same_form_is_other_content(helper: Client, point: MeetingPoint) -> None:
    token = {"form_token": "7b6c5a3e-0000-4000-8000-000000000001", "description": "Tür"}
    assert helper.post(f"{HOME}fotos/", {**token, "photo": jpeg()}).status_code == 302
    assert helper.post(f"{HOME}fotos/", {**token, "photo": jpeg()}).status_code == 302
    other = SimpleUploadedFile("anderes.jpg", jpeg("blue").read())
    assert helper.post(f"{HOME}fotos/", {**token, "photo": other}).status_code == 409
    assert PointPhoto.objects.count() == 1


def test_a_stop_is_added_and_removed(helper: Client, cast: Cast, van: MeetingPoint) -> None:
    home = "/leitstand/treffpunkte/kaffeemobil/"
    typed = {"weekday": "5", "arrives": "10:00", "leaves": "12:00", "place": "Halle", "district": cast.district.pk}
    assert helper.post(f"{home}route/", typed).status_code == 302
    assert van.stops.get(weekday=5).place == "Halle"
    assert helper.post(f"{home}route/", {**typed, "leaves": "09:00"}).status_code == 422
    helper.post(f"{home}route/weg/", {"halt": "5 10:00"})
    assert not van.stops.filter(weekday=5).exists()


def test_it_is_kept_by_helpers_of_its_district_and_by_gwg(point: MeetingPoint, cast: Cast) -> None:
    clerk = make_user(is_staff=True)
    Role.objects.create(
        user=clerk, kind=RoleKind.GWG_STAFF, organisation=make_organisation("landlord"), valid_from=dt.date(2025, 1, 1)
    )
    other = make_helper(make_district())
    seen = {}
    for name, user in {"helper": cast.helper, "gwg": clerk, "other": other, "tenant": cast.tenant.user}.items():
        browser = Client()
        browser.force_login(User.objects.get(pk=user.pk))
        seen[name] = browser.get(HOME).status_code, browser.post(f"{HOME}zeiten/").status_code
        link = "Angaben ändern" in page(browser, "/treffpunkte/rothenberg/")
        assert link == (name in ("helper", "gwg")), name
    assert seen == {"helper": (200, 302), "gwg": (200, 302), "other": (404, 404), "tenant": (403, 403)}


@pytest.mark.django_db(transaction=True)
def test_two_who_change_at_once_lose_nothing(point: MeetingPoint, cast: Cast, now: dt.datetime) -> None:
    """Photos are counted under the lock: of ten at once six stand there."""
    gate, refused = threading.Barrier(10), []

    def upload(number: int) -> None:
        gate.wait()
        try:
            add_photo(point, some_photo(number), description="Tür", by=cast.helper, now=now)
        except TooManyPhotos:
            refused.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=upload, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (PointPhoto.objects.count(), len(refused)) == (6, 4)
    assert sorted(PointPhoto.objects.values_list("position", flat=True)) == [0, 1, 2, 3, 4, 5]
