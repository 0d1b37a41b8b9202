"""Who sees which way in the menu."""

import datetime as dt
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from piano import menu
from quarters.models import Role, RoleKind, User
from quarters.views.around import ways_of
from tests.conftest import Cast
from tests.factories import make_care_worker, make_organisation, make_user
from tests.house.pages import Page

PARTS = ["nobody", "tenant", "volunteer", "nothing", "helper", "care_partner", "gwg_staff", "coordinator"]
PARTS += ["association_officer", "centre", "trainer", "coordinator who helps"]


def person(*roles: str, volunteer: bool = False, resident: bool = False, trusted: bool = False) -> SimpleNamespace:
    return SimpleNamespace(
        is_authenticated=True,
        role_kinds=frozenset(roles),
        is_volunteer=volunteer,
        is_resident=resident,
        is_trusted=trusted,
    )


def labels(user: SimpleNamespace | None) -> list[str]:
    return [label for label, _name in menu._ways(user)]


def test_a_stranger_finds_help_and_the_way_in() -> None:
    assert labels(None) == ["Treffpunkte", "Termine", "Um Hilfe bitten", "Mitmachen", "Anmelden"]


def test_a_tenant_begins_with_their_own_requests() -> None:
    assert labels(person(resident=True)) == ["Meine Anfragen", "Um Hilfe bitten", "Treffpunkte", "Termine", "Abmelden"]


def test_a_volunteer_sees_offers_week_and_details() -> None:
    assert labels(person(volunteer=True)) == ["Offene Anfragen", "Meine Woche", "Meine Angaben", "Abmelden"]


def test_a_coordinator_sees_the_volunteers_of_her_association_and_the_rules() -> None:
    assert labels(person("coordinator")) == ["Ehrenamtliche", "Wie wir suchen", "Läuft alles?", "Abmelden"]


def test_a_helper_begins_at_the_board() -> None:
    assert labels(person("helper")) == [
        "Heute im Quartier",
        "Anruf aufnehmen",
        "Anrufliste",
        "Menschen",
        "Dienstplan",
        "Quartier",
        "Läuft alles?",
        "Abmelden",
    ]


def test_a_care_partner_sees_only_the_duty() -> None:
    assert labels(person("care_partner")) == ["Bereitschaft", "Abmelden"]


def test_landlord_staff_sees_the_administration_and_the_rules_alone() -> None:
    assert labels(person("gwg_staff")) == [
        "Verwaltung",
        "Quartier",
        "Wie wir suchen",
        "Läuft alles?",
        "Abmelden",
    ]


def test_a_tenant_who_helps_sees_both() -> None:
    seen = labels(person(volunteer=True, resident=True))
    assert "Offene Anfragen" in seen
    assert "Meine Anfragen" in seen
    assert len(seen) == len(set(seen))


def test_somebody_without_any_part_can_still_ask_for_help() -> None:
    assert "Um Hilfe bitten" in labels(person())


def test_a_volunteer_whom_somebody_trusts_finds_the_way_to_her_page() -> None:
    assert "Meine Anfragen" in labels(person(volunteer=True, trusted=True))


def play(cast: Cast, part: str) -> User | None:
    """Somebody in this part; None is a stranger."""
    people = {"tenant": cast.tenant.user, "volunteer": cast.volunteer.user, "helper": cast.helper}
    if part == "nobody" or part in people:
        return people.get(part)
    if part == "care_partner":
        return make_care_worker(cast.district)
    user = cast.helper if part == "coordinator who helps" else make_user()
    if part != "nothing":
        of: dict[str, Any] = {} if part == "gwg_staff" else {"organisation": cast.volunteer.association}
        if part == "gwg_staff":
            user.is_staff = True
            user.save()
            of = {"organisation": make_organisation("gwg")}
        Role.objects.create(user=user, kind=part.split()[0], valid_from=dt.date(2025, 1, 1), **of)
    return User.objects.get(pk=user.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_each_way_in_the_menu_is_open(client: Client, cast: Cast, part: str) -> None:
    user = play(cast, part)
    if user is not None:
        client.force_login(user)
    for label, name in menu._ways(user):
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == 200, f"{label}: {reverse(name)} answers {answer.status_code}"


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["helper", "gwg_staff"])
def test_each_way_around_the_quarter_is_open_and_under_its_entry(client: Client, cast: Cast, part: str) -> None:
    user = play(cast, part)
    assert user is not None
    client.force_login(user)
    page = client.get("/quartier/")
    ways = ways_of(user)
    assert len(ways) >= 5
    for way in ways:
        address = reverse(way.page)
        assert f'href="{address}"' in page.content.decode()
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert [item.label for item in answer.context["menu"] if item.is_current] == ["Quartier"]


@pytest.mark.django_db
def test_a_coordinator_meets_no_closed_door(client: Client, cast: Cast) -> None:
    """From each page of her room every link leads somewhere."""
    client.force_login(play(cast, "coordinator"))  # type: ignore[arg-type]
    suspend = reverse("requests:suspend", args=[cast.volunteer.user.reference])
    for address in ("/", reverse("requests:suspensions"), suspend, reverse("requests:policies")):
        links = Page(address, client.get(address, follow=True).content.decode()).links
        closed = [link for link in links if client.get(urlsplit(link).path, follow=True).status_code != 200]
        assert not closed, f"{address} leads to {closed}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "page", "label"),
    [
        ("volunteer", "/einsatz/konto/", "Meine Angaben"),
        ("volunteer", "/einsatz/nachweise/", "Meine Angaben"),
        ("helper", "/bereitschaft/partner/", "Quartier"),
        ("coordinator", "/leitstand/nachweise/", "Ehrenamtliche"),
    ],
)
def test_the_entry_from_which_one_came_stays_marked(
    client: Client, cast: Cast, part: str, page: str, label: str
) -> None:
    client.force_login(play(cast, part))  # type: ignore[arg-type]
    seen = client.get(page)
    assert [item.label for item in seen.context["menu"] if item.is_current] == [label]


def test_every_role_is_walked() -> None:
    assert set(RoleKind.values) <= set(PARTS)
