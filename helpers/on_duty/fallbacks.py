"""Who is responsible for a district where nobody is on duty, as data."""

from django.db import transaction

from helpers.models import Fallback
from quarters.models import District, User


def set_fallback(district: District, *, person: User | None) -> Fallback | None:
    """At most one per district; None takes it away."""
    with transaction.atomic():
        if person is None:
            Fallback.objects.filter(district=district).delete()
            return None
        return Fallback.objects.update_or_create(district=district, defaults={"person": person})[0]
