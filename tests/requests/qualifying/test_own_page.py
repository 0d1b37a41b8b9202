"""„Was ich darf und was fehlt“: the same rules as at the search; courses to join; nobody else's."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from helpers.models import Participant, Requirement, StaffEvidence
from piano.kit import clock
from quarters.models import Category, EvidenceKind, User, Who
from requests.matching.checking import failing_rule
from requests.qualifying.standing import standing_of
from tests.conftest import Cast
from tests.factories import make_care_worker, make_category, make_helper, make_user, make_visit
from tests.helpers.courses.conftest import make_centre, make_course
from volunteers.models import Evidence, Qualification, Scope, Volunteer

pytestmark = pytest.mark.django_db
OWN = "requests:my_learning"
K = EvidenceKind
OF_LEVELS = [K.RULES, K.IDENTITY, K.SECRECY, K.RECORD, K.INSURANCE, K.EXTENDED_RECORD]
LOOKED_AT = [*OF_LEVELS, K.LICENCE, K.TRAINING, K.FIRST_AID]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def kinds(cast: Cast) -> list[Category]:
    """Of each level, one for trained people, one with a car, one that the state asks something for."""
    made = [make_category(level=level) for level in "ABCD"]
    made.append(make_category(level="B", who=Who.TRAINED))
    made.append(make_category(level="C", needs_licence=True))
    made.append(make_category(level="B"))
    Qualification.objects.create(category=made[-1], kind=EvidenceKind.FIRST_AID, valid_from=dt.date(2025, 1, 1))
    cast.volunteer.categories.set(made)
    return made


def may(volunteer: Volunteer, category: Category, *, on: dt.date) -> bool:
    standing = standing_of(volunteer.user, on=on)
    assert standing is not None
    return category.said in {one.name for one in standing.may}


def test_the_page_says_what_the_search_would_say(cast: Cast, kinds: list[Category]) -> None:
    """Each kind of help without each paper: may she on this page, so may she there, and the other way round."""
    volunteer = cast.volunteer
    Volunteer.objects.filter(pk=volunteer.pk).update(has_licence=True, has_car=True)
    for number, category in enumerate(kinds):
        Category.objects.filter(pk=category.pk).update(name=f"Art {number}")
        category.name = f"Art {number}"
    visits = [make_visit(cast.tenant, category) for category in kinds]
    kept = Evidence.objects.filter(volunteer=volunteer)
    asked, wrong = 0, []
    for kind in ["", *LOOKED_AT]:
        kept.update(valid_until=None)
        kept.filter(kind=kind).update(valid_until=clock.today())
        for category, visit in zip(kinds, visits, strict=True):
            start = visit.wish_window.lower
            rule = failing_rule(visit, person_id=volunteer.user_id, start=start, now=clock.now())
            lacks = rule is not None and rule.code in ("evidence", "qualification")
            asked += lacks
            if may(volunteer, category, on=clock.local(start).date()) is lacks or (rule and not lacks):
                wrong.append((category.name, category.level, kind, rule))
    assert wrong == []
    assert asked > 20


def test_what_her_association_does_not_offer_is_not_spoken_of(cast: Cast) -> None:
    Scope.objects.create(association=cast.volunteer.association, category=cast.shop, who=Scope.NOT_OFFERED)
    standing = standing_of(cast.volunteer.user, on=clock.today())
    assert standing is not None
    assert (standing.may, standing.may_not) == ([], [])


def test_what_ended_yesterday_is_missing_and_what_ends_in_80_days_ends_soon(cast: Cast) -> None:
    today = clock.today()
    Evidence.objects.filter(kind=EvidenceKind.IDENTITY).update(valid_until=today)
    Evidence.objects.filter(kind=EvidenceKind.SECRECY).update(valid_until=today + dt.timedelta(days=80))
    page = signed_in(cast.volunteer.user).get(reverse(OWN)).content.decode()
    assert "Das fehlt noch" in page
    standing = standing_of(cast.volunteer.user, on=today)
    assert standing is not None
    assert [(one.kind, one.state) for one in standing.missing] == [("identity", "ended")]
    assert [one.kind for one in standing.ending] == ["secrecy"]


def test_a_helper_reads_what_is_asked_of_helpers_alone(cast: Cast) -> None:
    since = dt.date(2025, 1, 1)
    Requirement.objects.create(role="helper", kind=EvidenceKind.DATA_PROTECTION, valid_from=since)
    Requirement.objects.create(role="care_worker", kind=EvidenceKind.CARER, valid_from=since)
    Requirement.objects.create(role="helper", kind=EvidenceKind.FIRST_AID, valid_from=since, state="BY")
    Requirement.objects.create(
        role="helper", kind=EvidenceKind.INFECTION, valid_from=since, valid_until=clock.today(), category=cast.shop
    )
    standing = standing_of(cast.helper, on=clock.today())
    assert standing is not None
    assert [one.kind for one in standing.missing] == ["data_protection"]
    StaffEvidence.objects.create(person=cast.helper, kind=EvidenceKind.DATA_PROTECTION, valid_from=since)
    standing = standing_of(cast.helper, on=clock.today())
    assert standing is not None
    assert standing.missing == []
    carer = standing_of(make_care_worker(cast.district), on=clock.today())
    assert carer is not None
    assert [one.kind for one in carer.missing] == ["carer"]


def test_who_neither_helps_nor_works_here_has_no_such_page(cast: Cast) -> None:
    assert signed_in(cast.tenant.user).get(reverse(OWN)).status_code == 404
    assert signed_in(make_user()).post(reverse("requests:join_course", args=["X"])).status_code == 404


def test_joining_and_leaving_a_course(cast: Cast) -> None:
    course, client = make_course(make_centre(), places=1), signed_in(cast.volunteer.user)
    assert course.title in client.get(reverse(OWN)).content.decode()
    client.post(reverse("requests:join_course", args=[course.reference]))
    assert Participant.objects.get().state == "place"
    other = signed_in(make_helper(cast.district))
    assert "Auf die Warteliste" in other.get(reverse(OWN)).content.decode()
    other.post(reverse("requests:join_course", args=[course.reference]))
    client.post(reverse("requests:leave_course", args=[course.reference]))
    states = list(Participant.objects.order_by("turn").values_list("state", flat=True))
    assert states == ["back", "place"]


def test_a_course_that_gives_what_is_missing_stands_first(cast: Cast) -> None:
    Qualification.objects.create(category=cast.shop, kind=EvidenceKind.DEMENTIA, valid_from=dt.date(2025, 1, 1))
    Evidence.objects.filter(kind=EvidenceKind.DEMENTIA).delete()
    centre = make_centre()
    other, helps = make_course(centre, modules=("rolle",)), make_course(centre, modules=("demenz",), days=9)
    page = signed_in(cast.volunteer.user).get(reverse(OWN)).content.decode()
    assert page.index(helps.reference) < page.index(other.reference)
    assert "Das hilft Ihnen weiter" in page


def test_the_certificate_of_somebody_else_is_not_there(cast: Cast) -> None:
    address = reverse("requests:own_certificate", args=["CODE22"])
    assert signed_in(cast.volunteer.user).get(address).status_code == 404
