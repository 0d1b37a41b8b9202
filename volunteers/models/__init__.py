"""The tables of the lay side, one module per concept."""

from quarters.models import EvidenceKind
from volunteers.models.accounts import AccountKind, AccountRule, Booking, BookingKind, Posting, TimeAccount, Unit
from volunteers.models.allowing import Evidence, LevelRule, Qualification, Recognition, Scope
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
from volunteers.models.path import CameBy, CardPhoto, Path, PathRule, Step, StepTaken, WhyEnded
from volunteers.models.pause import VolunteerPause
from volunteers.models.spending import (
    Allowance,
    AllowanceElsewhere,
    AllowanceKind,
    Effort,
    EffortKind,
    Expense,
    ExpenseKind,
    ExpensePhoto,
    ExpenseState,
)
from volunteers.models.times import Absence, Availability, DayTime
from volunteers.models.values import DatedValue, ValueKind
from volunteers.models.volunteer import Gender, Span, Volunteer, VolunteerState

__all__ = [
    "Absence",
    "AccountKind",
    "AccountRule",
    "Allowance",
    "AllowanceElsewhere",
    "AllowanceKind",
    "Assembly",
    "AssemblyKind",
    "Availability",
    "BoardTerm",
    "Booking",
    "BookingKind",
    "CameBy",
    "CardPhoto",
    "ClubBook",
    "ClubLine",
    "ClubRules",
    "DatedValue",
    "DayTime",
    "Effort",
    "EffortKind",
    "Evidence",
    "EvidenceKind",
    "Expense",
    "ExpenseKind",
    "ExpensePhoto",
    "ExpenseState",
    "Fee",
    "Founder",
    "Founding",
    "FoundingStep",
    "Gender",
    "Interest",
    "LevelRule",
    "Member",
    "MemberKind",
    "OfficeDuty",
    "Path",
    "PathRule",
    "Posting",
    "Qualification",
    "Recognition",
    "Renewal",
    "RenewalKind",
    "Scope",
    "Span",
    "Step",
    "StepTaken",
    "TimeAccount",
    "Unit",
    "ValueKind",
    "Volunteer",
    "VolunteerPause",
    "VolunteerState",
    "WhyEnded",
]
