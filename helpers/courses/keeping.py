"""The evidence of paid people: noting it, taking it back, and what a certificate gives them."""

import datetime as dt

from helpers.courses import hooks
from helpers.models import CareWorker, Helper, StaffEvidence
from quarters.models import User


def works_for_us(person: User) -> bool:
    """A paid helper, or somebody of a care service."""
    return Helper.objects.filter(user=person, until=None).exists() or CareWorker.objects.filter(user=person).exists()


def note_evidence(
    person: User,
    *,
    kind: str,
    valid_from: dt.date,
    valid_until: dt.date | None,
    issued_on: dt.date | None,
    by: User,
    source: str = "",
) -> StaffEvidence:
    """The same paper twice is one row; what is said later of it counts."""
    values = {"valid_until": valid_until, "issued_on": issued_on, "checked_by": by, "source": source}
    key = {"person": person, "kind": kind, "valid_from": valid_from}
    return hooks.write_once(StaffEvidence.objects.all(), key=key, values=values)


def _note_learnt(learnt: hooks.Learnt) -> None:
    if works_for_us(learnt.person):
        note_evidence(
            learnt.person,
            **learnt.evidence,
        )


def _forget(source: str) -> None:
    StaffEvidence.objects.filter(source=source).delete()


hooks.keeps(_note_learnt, _forget)
