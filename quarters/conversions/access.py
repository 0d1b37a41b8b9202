"""The only doors to conversions. What a person may not know of answers 404; from which side she looks decides what is read at all."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from quarters.models import Conversion, ConversionPerson, RoleKind
from quarters.signing.limited import is_limited

HELPER, LANDLORD = "helper", "landlord"
WITH_PLACE = ("flat__building__district", "landlord", "helper", "target__building")


def helper_cases(user: Any) -> QuerySet[Conversion]:
    """The houses of a helper's districts."""
    rows = Conversion.objects.filter(flat__building__district__in=user.district_ids)
    return rows.select_related(*WITH_PLACE)


def landlord_cases(user: Any) -> QuerySet[Conversion]:
    """Of the landlord whose role she has, as long as the tenant agrees. A role that names no landlord opens nothing."""
    rows = Conversion.objects.filter(landlord__in=houses_of(user), is_shared=True)
    return rows.select_related("flat__building__district", "landlord", "target__building")


def houses_of(user: Any) -> list[int]:
    """The landlords for whom she works today."""
    roles = [role for role in user.valid_roles if role.kind == RoleKind.GWG_STAFF]
    return [role.organisation_id for role in roles if role.organisation_id]


def side_of(user: Any) -> str:
    """From which side she looks at lists: whoever has both roles looks as a helper."""
    return HELPER if RoleKind.HELPER in user.role_kinds else LANDLORD


def cases_of(user: Any, side: str) -> QuerySet[Conversion]:
    return helper_cases(user) if side == HELPER else landlord_cases(user)


def own_cases(user: Any) -> QuerySet[Conversion]:
    """A tenant's own; none in a session that a code from paper opened."""
    if is_limited(user):
        return Conversion.objects.none()
    return Conversion.objects.filter(person__resident__user=user.pk).select_related(*WITH_PLACE, "person")


def get_case(user: Any, reference: str) -> tuple[Conversion, str]:
    """The conversion, and from which side she looks at it."""
    for side, rows in ((HELPER, helper_cases), (LANDLORD, landlord_cases)):
        kinds = {HELPER: RoleKind.HELPER, LANDLORD: RoleKind.GWG_STAFF}
        found = rows(user).filter(reference=reference).first() if kinds[side] in user.role_kinds else None
        if found is not None:
            return found, side
    raise Http404


def get_own_case(user: Any, reference: str) -> Conversion:
    case: Conversion = get_object_or_404(own_cases(user), reference=reference)
    return case


def person_of(conversion: Conversion) -> ConversionPerson | None:
    """Who it is for and what she said. Helpers and the tenant alone; None when its time was over."""
    rows = ConversionPerson.objects.select_related("resident__user", "resident__building__district")
    return rows.filter(conversion=conversion).first()
