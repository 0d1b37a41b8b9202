"""The tables of the lay side, one module per concept."""

from quarters.models import EvidenceKind
from volunteers.models.allowing import Evidence, Qualification, Recognition, Scope
from volunteers.models.club import BoardTerm, ClubRules, Fee, Member, MemberKind
from volunteers.models.club_work import (
    Assembly,
    AssemblyKind,
    ClubBook,
    ClubLine,
    OfficeDuty,
    Renewal,
    RenewalKind,
)
from volunteers.models.founding import Founder, Founding, FoundingStep
from volunteers.models.interest import Interest
from volunteers.models.path import CameBy, Path, PathRule, Step, StepTaken, WhyEnded
from volunteers.models.times import Absence, Availability, DayTime
from volunteers.models.volunteer import Gender, Volunteer, VolunteerState

__all__ = [
    "Absence",
    "Assembly",
    "AssemblyKind",
    "Availability",
    "BoardTerm",
    "CameBy",
    "ClubBook",
    "ClubLine",
    "ClubRules",
    "DayTime",
    "Evidence",
    "EvidenceKind",
    "Fee",
    "Founder",
    "Founding",
    "FoundingStep",
    "Gender",
    "Interest",
    "Member",
    "MemberKind",
    "OfficeDuty",
    "Path",
    "PathRule",
    "Qualification",
    "Recognition",
    "Renewal",
    "RenewalKind",
    "Scope",
    "Step",
    "StepTaken",
    "Volunteer",
    "VolunteerState",
    "WhyEnded",
]
