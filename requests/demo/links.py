"""One invented person per role, to sign in as. Chosen so that there is something to see."""

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from quarters.models import RoleKind, User
from quarters.signing.demo_links import demo_link
from requests.states import OPEN_VISIT_STATES, OfferState


def links() -> Iterator[tuple[str, str]]:
    """(who, address) for each role."""
    for label, user in (
        ("Bewohnerin", tenant()),
        ("Ehrenamtliche", volunteer()),
        ("Nachbarschaftshelferin", with_role(RoleKind.HELPER)),
        ("Koordination im Verein", with_role(RoleKind.COORDINATOR)),
        ("Verein, Vorstand", with_role(RoleKind.ASSOCIATION_OFFICER)),
        ("Freiwilligenzentrum", with_role(RoleKind.CENTRE)),
        ("Kursleitung", with_role(RoleKind.TRAINER)),
        ("Pflegedienst, Bereitschaft", on_call()),
        ("GWG, Verwaltung", with_role(RoleKind.GWG_STAFF)),
    ):
        if user:
            yield f"{label}: {user.full_name}", demo_link(user)


def tenant() -> User | None:
    """Somebody with an open request and an e-mail address."""
    people = User.objects.filter(is_demo=True, email__isnull=False, resident__isnull=False)
    is_open = Q(resident__help_requests__visits__state__in=OPEN_VISIT_STATES)
    return people.annotate(open_visits=Count("pk", filter=is_open)).order_by("-open_visits", "pk").first()


def volunteer() -> User | None:
    """Somebody with open offers."""
    return _with_open_offers(User.objects.filter(is_demo=True, volunteer__isnull=False)).first()


def _with_open_offers(people: QuerySet[User]) -> QuerySet[User]:
    """Those who are asked most come first."""
    return people.annotate(asked=Count("offers", filter=Q(offers__state=OfferState.OPEN))).order_by("-asked", "pk")


def on_call() -> User | None:
    """Somebody of a care service whose answer is waited for."""
    people = User.objects.filter(is_demo=True, roles__kind=RoleKind.CARE_PARTNER)
    return _with_open_offers(people).first()


def with_role(kind: str) -> User | None:
    """The helper with the most to decide comes first; of the others, the first."""
    people = User.objects.filter(is_demo=True, roles__kind=kind)
    waiting = Q(roles__district__help_requests__visits__state="decision")
    ordered = people.annotate(waiting=Count("roles__district__help_requests", filter=waiting))
    return ordered.order_by("-waiting", "pk").first()
