"""What somebody must have shown before being sent (domain 2): each level includes the one before; P is nobody of ours."""

import datetime as dt

from quarters.models import Level
from volunteers.models import EvidenceKind, Volunteer

_A = frozenset({EvidenceKind.RULES})
_B = _A | {EvidenceKind.IDENTITY, EvidenceKind.SECRECY}
_C = _B | {EvidenceKind.RECORD, EvidenceKind.INSURANCE}
_D = _C | {EvidenceKind.EXTENDED_RECORD}
REQUIRED: dict[str, frozenset[EvidenceKind]] = {Level.A: _A, Level.B: _B, Level.C: _C, Level.D: _D}


def has_level(volunteer: Volunteer, level: str, day: dt.date) -> bool:
    """Whether every piece of evidence of the level is valid on that day. Nobody has level P."""
    if level not in REQUIRED:
        return False
    valid = {
        row.kind
        for row in volunteer.evidence.all()
        if row.valid_from <= day and (row.valid_until is None or row.valid_until > day)
    }
    return REQUIRED[level] <= valid
