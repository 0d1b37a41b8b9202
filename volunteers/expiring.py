"""A paper that ends: the volunteer and the coordination of her association hear it 90, 30 and 7 days before."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.outbox import Owed, owe_many
from piano.messaging.reasons import Reason, register
from quarters.models import Role, RoleKind, User
from volunteers.models import Evidence, EvidenceKind, Recognition, Volunteer, VolunteerState

STEPS = (90, 30, 7)  # days before the first day on which it does not count any more
CATCH_UP = 7  # days in which a step may still be said; less than the outbox keeps a message, so that none is said twice
PAPERS = {
    EvidenceKind.RULES: gettext_lazy("Zustimmung zu den Regeln"),
    EvidenceKind.IDENTITY: gettext_lazy("Ausweis"),
    EvidenceKind.SECRECY: gettext_lazy("Erklärung zur Verschwiegenheit"),
    EvidenceKind.RECORD: gettext_lazy("Führungszeugnis"),
    EvidenceKind.EXTENDED_RECORD: gettext_lazy("erweitertes Führungszeugnis"),
    EvidenceKind.INSURANCE: gettext_lazy("Versicherung"),
    EvidenceKind.LICENCE: gettext_lazy("Führerschein"),
    EvidenceKind.TRAINING: gettext_lazy("Schulung"),
    EvidenceKind.FIRST_AID: gettext_lazy("Erste Hilfe"),
    EvidenceKind.DATA_PROTECTION: gettext_lazy("Schulung zum Datenschutz"),
    EvidenceKind.DEMENTIA: gettext_lazy("Schulung zu Demenz"),
    EvidenceKind.PROTECTION: gettext_lazy("Schulung zum Schutz vor Gewalt"),
    EvidenceKind.INFECTION: gettext_lazy("Belehrung zu Lebensmitteln (§ 43)"),
    EvidenceKind.CAR_INSURANCE: gettext_lazy("Information zur Autoversicherung"),
    EvidenceKind.ALLOWANCE: gettext_lazy("Erklärung zu Pauschalen"),
    EvidenceKind.PHOTO_CARD: gettext_lazy("Ausweis mit Foto"),
    EvidenceKind.CARER: gettext_lazy("Betreuungskraft (§ 53c)"),
}
KINDS: dict[str, type[Evidence] | type[Recognition]] = {"evidence": Evidence, "recognition": Recognition}


def tell_of_ends(*, now: dt.datetime) -> int:
    """Owes what is to be said today. Any number of runs owe the same. Returns how many papers end."""
    told = 0
    for name, model in KINDS.items():
        for step in STEPS:
            with transaction.atomic():
                rows = list(_ending(model, step, on=clock.local(now).date()))
                owe_many([one for row in rows for one in _owed(name, row, step, now=now)], now=now)
            told += len(rows)
    return told


def _ending(model: Any, step: int, *, on: dt.date) -> QuerySet[Any]:
    """What ends in so many days, or some fewer, and has nothing after it."""
    first, last = on + dt.timedelta(days=step - CATCH_UP + 1), on + dt.timedelta(days=step)
    rows = model.objects.filter(valid_until__range=(first, last), volunteer__state=VolunteerState.ACTIVE)
    return _without_successor(model, rows).select_related("volunteer__user").order_by("pk")


def _without_successor(model: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    later = model.objects.filter(volunteer=OuterRef("volunteer")).exclude(pk=OuterRef("pk"))
    if model is Evidence:
        later = later.filter(kind=OuterRef("kind"))
    goes_on = Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until"))
    return rows.filter(~Exists(later.filter(goes_on, valid_from__lte=OuterRef("valid_until"))))


def _owed(name: str, row: Evidence | Recognition, step: int, *, now: dt.datetime) -> Iterator[Owed]:
    ends = clock.at(row.valid_until, dt.time(0))  # type: ignore[arg-type]
    said: dict[str, Any] = {"subject": f"{name}:{row.pk}", "slot": str(step), "expires_at": ends}
    yield Owed(reason=f"{name}_ends", recipient=row.volunteer.user, **said)
    for person in coordination_of(row.volunteer, on=clock.local(now).date()):
        yield Owed(reason=f"{name}_ends_office", recipient=person, **said)


def coordination_of(volunteer: Volunteer, *, on: dt.date) -> list[User]:
    """Whoever coordinates her association, but never she herself."""
    roles = Role.objects.valid_on(on).filter(kind=RoleKind.COORDINATOR, organisation=volunteer.association_id)
    rows = User.objects.filter(pk__in=roles.values("user"), is_active=True).exclude(pk=volunteer.user_id)
    return list(rows.order_by("pk"))


def _about(name: str) -> Any:
    def about(pk: int, recipient: Any) -> dict[str, Any]:
        row: Any = KINDS[name].objects.select_related("volunteer__user", "volunteer__association").get(pk=pk)
        house = default_house()
        return {
            "paper": str(PAPERS[row.kind]) if name == "evidence" else _("Anerkennung für den Entlastungsbetrag"),
            "last_day": clock.say_date(row.valid_until - dt.timedelta(days=1), with_year=True),
            "who": row.volunteer.user.full_name,
            "association": str(row.volunteer.association),
            "house_label": house.label,
            "house_phone": say_phone(house.number),
        }

    return about


def _still_ends(name: str) -> Any:
    model: Any = KINDS[name]
    ours = {"valid_until__isnull": False, "volunteer__state": VolunteerState.ACTIVE}
    return lambda pk: _without_successor(model, model.objects.filter(pk=pk, **ours)).exists()


for one in KINDS:
    for suffix in ("ends", "ends_office"):
        register(
            Reason(
                name=f"{one}_{suffix}",
                message_class=MessageClass.NORMAL,
                is_still_due=_still_ends(one),
                context=_about(one),
                template=f"evidence_{suffix}",
                is_said_along=True,
            )
        )
