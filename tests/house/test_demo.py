"""The demo: invented, always the same, alive, and true to the promises."""

import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from helpers.models import CareService
from quarters.models import Organisation, Resident, RoleKind, User
from requests.demo import links
from requests.invariants import broken
from requests.models import HelpRequest, Offer, Referral, Report, Visit
from requests.states import VisitState
from tests import databases
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


def test_a_quarter_is_there_as_one_would_find_it(living_quarter: None) -> None:
    assert 280 <= Resident.objects.count() <= 320
    assert Volunteer.objects.filter(paths=None).count() == 60
    assert Volunteer.objects.values("association").distinct().count() == 2
    assert User.objects.filter(roles__kind=RoleKind.HELPER).distinct().count() == 8
    assert CareService.objects.count() == 5
    assert Report.objects.count() > 100
    states = set(Visit.objects.values_list("state", flat=True))
    assert {
        VisitState.OPEN,
        VisitState.OFFERED,
        VisitState.ARRANGED,
        VisitState.DECISION,
        VisitState.ON_CALL,
        VisitState.HELD,
    } <= states
    assert Referral.objects.exists()


def test_where_the_care_fund_pays_only_the_recognised_are_asked(living_quarter: None) -> None:
    asked = Offer.objects.filter(visit__help_request__uses_relief=True)
    assert asked.exists()
    assert not asked.filter(person__volunteer__recognitions=None).exists()


def test_nobody_in_it_is_real(living_quarter: None) -> None:
    assert not User.objects.filter(is_demo=False).exists()
    assert all(
        email.endswith("@demo.example") for email in User.objects.exclude(email=None).values_list("email", flat=True)
    )
    assert Organisation.objects.filter(is_demo=True).exists()


def test_it_keeps_the_promises(living_quarter: None) -> None:
    assert list(broken()) == []


def test_a_second_run_changes_nothing(living_quarter: None) -> None:
    before = HelpRequest.objects.count(), User.objects.count()
    call_command("demo", verbosity=0)
    assert (HelpRequest.objects.count(), User.objects.count()) == before


@pytest.mark.full
def test_it_is_the_same_everywhere(living_quarter: None) -> None:
    """Made once more from nothing, the people have the same names."""
    names = everybody()
    assert len(names) > 300
    with transaction.atomic():
        databases.empty_what_was_written()
        assert everybody() == []
        call_command("load_quarters", verbosity=0)
        call_command("demo", verbosity=0)
        assert everybody() == names
        transaction.set_rollback(True)


def everybody() -> list[tuple[str, str, str]]:
    return sorted(User.objects.values_list("given_name", "family_name", "phone"))


def test_each_link_signs_in_and_opens_the_room(living_quarter: None, client: Client) -> None:
    found = list(links.links())
    assert len(found) >= 8
    for _, address in found:
        answer = client.get(re.sub(r"^https?://[^/]+", "", address), follow=True)
        assert answer.status_code == 200
        assert answer.wsgi_request.user.is_authenticated
        client.logout()


def test_without_debug_there_is_no_demo(settings: Any) -> None:
    settings.DEMO_LINKS = False
    with pytest.raises(CommandError, match="PIANO_DEBUG"):
        call_command("demo", verbosity=0)
