"""Meals and allergies: for the kitchen alone, sealed, gone after two weeks."""

import datetime as dt

from django.core.management import call_command
from django.db import connection
from django.test import Client

from piano.kit import clock
from quarters.models import Event, MeetingPoint, Seat
from quarters.programme import registering
from quarters.programme.kitchen import kitchen_list
from quarters.programme.registering import Guest, register
from tests import clock as machine
from tests.factories import make_user
from tests.quarters.programme.conftest import make_event, make_point


def test_the_kitchen_reads_what_nobody_else_does(helper: Client, point: MeetingPoint) -> None:
    event = make_event(point, has_meal=True)
    person = make_user()
    register(event, person, [Guest("Erna", meal="no_meat", allergies="Nüsse")], by=None, now=clock.now())
    assert "Nüsse" in helper.get(f"/termine/planen/{event.reference}/kueche/").content.decode()
    for way in ("", "wer-ist-da/"):
        assert "Nüsse" not in helper.get(f"/termine/planen/{event.reference}/{way}").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT allergies, meal FROM quarters_seat")
        assert all(sealed.startswith("v1:") for sealed in cursor.fetchone())
    assert helper.get(f"/termine/planen/{make_event(point).reference}/kueche/").status_code == 404


def test_what_somebody_ate_is_gone_after_two_weeks_and_her_name_after_three_months(point: MeetingPoint) -> None:
    event = make_event(point, has_meal=True)
    register(event, make_user(), [Guest("Erna", meal="vegan", allergies="Nüsse")], by=None, now=clock.now())
    for days, meal, rows in ((13, "vegan", 1), (15, "", 1), (92, "", 0)):
        with machine.at(event.ends_at + dt.timedelta(days=days)):
            call_command("retention", verbosity=0)
        assert list(Seat.objects.values_list("meal", flat=True)) == [meal] * rows
    assert Event.objects.filter(pk=event.pk).exists()


def test_the_kitchen_cooks_for_who_has_a_place_and_nobody_else(point: MeetingPoint, now: dt.datetime) -> None:
    event = make_event(point, has_meal=True, capacity=3, max_companions=1)
    two = [Guest("Erna", meal="vegan"), Guest("Karl", meal="no_pork", allergies="Fisch")]
    first = register(event, make_user(), two, by=None, now=now)
    register(event, make_user(), [Guest("Olga")], by=None, now=now)
    register(event, make_user(), [Guest("Wartet", meal="vegan", allergies="Nüsse")], by=None, now=now)
    found = kitchen_list(event)
    assert (found.people, [count for _meal, count in found.meals]) == (3, [1, 1, 1])
    assert found.allergies == [("Karl", "Fisch")]
    registering.give_back(first, now=now)
    assert (kitchen_list(event).people, kitchen_list(event).allergies) == (1, [])


def test_nobody_reads_the_kitchens_list_but_whoever_plans_there(helper: Client, point: MeetingPoint) -> None:
    event = make_event(make_point(), has_meal=True)
    for client in (helper, Client()):
        for way in ("kueche/", "kueche/?blatt=1"):
            assert client.get(f"/termine/planen/{event.reference}/{way}").status_code in (302, 404)
    mine = make_event(point, has_meal=True)
    assert helper.get(f"/termine/planen/{mine.reference}/kueche/?blatt=1").content.startswith(b"%PDF")
