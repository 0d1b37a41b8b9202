"""People at work: roles, helpers, care workers, and who was on call when (domain 6.3: three years)."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from helpers.models import CareWorker, Duty, DutyPhone, Fallback, Helper
from piano.kit import clock
from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from quarters.models import Role, User
from requests.models import TreePerson


def _past_duties(before: dt.datetime) -> Rows:
    return Duty.objects.filter(window__endswith__lt=before)


def _former_care_workers(before: dt.datetime) -> Rows:
    """Those who are not active and whose last duty is gone already. When somebody stopped is noted nowhere else."""
    duties = Duty.objects.filter(person=OuterRef("user"))
    return CareWorker.objects.filter(~Exists(duties), is_active=False, user__created_at__lt=before)


def _standing_in(before: dt.datetime) -> Rows:
    """Of people who have had no role since."""
    roles = Role.objects.filter(Q(valid_until=None) | Q(valid_until__gt=clock.local(before).date()))
    return Fallback.objects.filter(~Exists(roles.filter(user=OuterRef("person"))))


def _former_helpers(before: dt.datetime) -> Rows:
    return Helper.objects.filter(until__lt=clock.local(before).date())


def _past_roles(before: dt.datetime) -> Rows:
    return Role.objects.filter(valid_until__lte=clock.local(before).date())


def _erase_roles(roles: Rows, now: dt.datetime) -> None:
    """Whoever has no role left may not open the panel any more, so that the account can end like any other."""
    people = list(roles.values_list("user", flat=True))
    roles.delete()
    User.objects.filter(pk__in=people, is_superuser=False, roles=None).update(is_staff=False)


register(Eraser("duties", "Wer wann Bereitschaft hatte", Period.YEARS_3, _past_duties, removes=(Duty, DutyPhone)))
register(Eraser("fallbacks", "Wer einsprang, wenn niemand eingeteilt war", Period.YEARS_3, _standing_in, (Fallback,)))
register(
    Eraser("care_workers", "Frühere Pflegekräfte", Period.YEARS_3, _former_care_workers, removes=(CareWorker,)),
)
register(Eraser("helpers", "Frühere Nachbarschaftshelferinnen", Period.YEARS_3, _former_helpers, removes=(Helper,)))
register(Eraser("roles", "Beendete Rollen", Period.YEARS_3, _past_roles, removes=(Role,), erase=_erase_roles))


def _left_trees(before: dt.datetime) -> Rows:
    return TreePerson.objects.filter(left_at__lt=before)


register(Eraser("phone_tree", "Wer in einer Telefonkette stand", Period.YEARS_3, _left_trees, removes=(TreePerson,)))
