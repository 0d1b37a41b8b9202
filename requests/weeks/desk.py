"""At whose week somebody looks, and as whom: herself, somebody whom she trusts, a helper. The gate of these pages."""

from dataclasses import dataclass
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from piano.kit import clock
from quarters.models import Look, LookKind, Resident, Trust, User
from quarters.people.trust import note_look, standing_trusts
from requests.models import WeekEntry, WeekKind
from requests.views.person import load_card

OWN, TRUST, HELPER = "own", "trust", "person"


@dataclass(frozen=True)
class Desk:
    """`side` names the addresses; `trust` is in what somebody else sees it, and whether she may act."""

    resident: Resident
    side: str
    reference: str = ""
    trust: Trust | None = None

    @property
    def may_write(self) -> bool:
        return self.trust is None or self.trust.may_act

    @property
    def is_own(self) -> bool:
        return self.side == OWN

    @property
    def is_helper(self) -> bool:
        return self.side == HELPER

    @property
    def may_decide(self) -> bool:
        """About sheets and about her care service: herself, or a helper who asks her on the phone."""
        return self.side != TRUST

    @property
    def whose(self) -> str:
        return "" if self.is_own else self.resident.user.addressed_name

    def url(self, name: str, *args: str) -> str:
        return reverse(f"requests:{self.side}_{name}", args=[*([self.reference] if self.reference else []), *args])

    @property
    def urls(self) -> dict[str, str]:
        """For templates; an entry's own addresses it makes itself."""
        names = ["week", "week_new", "week_sheet"]
        names += ["week_care", "week_care_end", "week_paper"] if self.may_decide else []
        return {name: self.url(name) for name in names}


def desk_of(request: HttpRequest, side: str, reference: str) -> Desk:
    """Raises `Http404` where there is nothing that she may see, `PermissionDenied` for who is no helper."""
    user = cast(User, request.user)
    if side == OWN:
        return Desk(get_object_or_404(Resident.objects.select_related("user", "district"), user=user.pk), OWN)
    if side == TRUST:
        rows = standing_trusts().filter(person=user.pk).select_related("resident__user", "resident__district")
        trust = get_object_or_404(rows, reference=reference)
        return Desk(cast(Resident, trust.resident), TRUST, reference, trust)
    if "helper" not in user.role_kinds:
        raise PermissionDenied
    resident = load_card(user, reference).resident
    if resident is None:
        raise Http404
    return Desk(resident, HELPER, reference)


def writing_desk(request: HttpRequest, side: str, reference: str) -> Desk:
    """The same, for who may change something; a trusted person who may only look is told so (403)."""
    desk = desk_of(request, side, reference)
    if not desk.may_write:
        raise PermissionDenied
    return desk


def get_entry(desk: Desk, reference: str) -> WeekEntry:
    """What may be taken away here; what a care service wrote is its own, but she herself and a helper may strike it."""
    rows = WeekEntry.objects.filter(resident=desk.resident).select_related("resident", "service")
    if not desk.may_decide:
        rows = rows.exclude(kind=WeekKind.CARE)
    return get_object_or_404(rows, reference=reference)


def note(desk: Desk, kind: str = LookKind.PAGE) -> Look | None:
    """A trusted person's look or change, for the resident to read."""
    return note_look(desk.trust, kind, now=clock.now()) if desk.trust else None
