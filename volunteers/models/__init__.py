"""The tables of the lay side, one module per concept."""

from volunteers.models.allowing import Evidence, EvidenceKind, Qualification, Recognition, Scope
from volunteers.models.interest import Interest
from volunteers.models.times import Absence, Availability, DayTime
from volunteers.models.volunteer import Gender, Volunteer, VolunteerState

__all__ = [
    "Absence",
    "Availability",
    "DayTime",
    "Evidence",
    "EvidenceKind",
    "Gender",
    "Interest",
    "Qualification",
    "Recognition",
    "Scope",
    "Volunteer",
    "VolunteerState",
]
