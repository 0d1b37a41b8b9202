"""The evidence of volunteers: noting it, ending it, taking that back; and what a certificate of a course gives them."""

import datetime as dt

from helpers.courses import hooks
from quarters.models import User
from volunteers.models import Evidence, Volunteer


def note_evidence(
    volunteer: Volunteer,
    *,
    kind: str,
    valid_from: dt.date,
    valid_until: dt.date | None,
    issued_on: dt.date | None,
    by: User,
    source: str = "",
) -> Evidence:
    """The same paper twice is one row; what is said later of it counts."""
    values = {"valid_until": valid_until, "issued_on": issued_on, "checked_by": by, "source": source}
    key = {"volunteer": volunteer, "kind": kind, "valid_from": valid_from}
    return hooks.write_once(Evidence.objects.all(), key=key, values=values)


def _note_learnt(learnt: hooks.Learnt) -> None:
    volunteer = Volunteer.objects.filter(user=learnt.person).first()
    if volunteer is not None:
        note_evidence(
            volunteer,
            **learnt.evidence,
        )


def _forget(source: str) -> None:
    Evidence.objects.filter(source=source).delete()


hooks.keeps(_note_learnt, _forget)
