"""The tables of the professional side, one module per concept."""

from helpers.models.circle import Circle, CircleDecision, CircleMeeting, CircleMember, CircleRole
from helpers.models.courses import Attendance, Certificate, Course, CourseDay, Module, Participant, PlaceState
from helpers.models.duty import Duty, Fallback
from helpers.models.duty_phone import DutyPhone
from helpers.models.evidence import Requirement, StaffEvidence, StaffRole
from helpers.models.feed import DutyFeed
from helpers.models.handover import HandoverNote
from helpers.models.lapse import DutyLapse, DutyOutcome
from helpers.models.people import CareService, CareServiceDistrict, CareWorker, Helper
from helpers.models.reserve import ReserveFlat, ServicePoint, Stay
from helpers.models.rota import Away, HolidayRule, PatternPerson, Shift, ShiftPattern, Turn
from helpers.models.swap import Swap, SwapAnswer, SwapAsk, SwapState
from helpers.models.watch import DutyOff, Gap, RosterPrint

__all__ = [
    "Attendance",
    "Away",
    "CareService",
    "CareServiceDistrict",
    "CareWorker",
    "Certificate",
    "Circle",
    "CircleDecision",
    "CircleMeeting",
    "CircleMember",
    "CircleRole",
    "Course",
    "CourseDay",
    "Duty",
    "DutyFeed",
    "DutyLapse",
    "DutyOff",
    "DutyOutcome",
    "DutyPhone",
    "Fallback",
    "Gap",
    "HandoverNote",
    "Helper",
    "HolidayRule",
    "Module",
    "Participant",
    "PatternPerson",
    "PlaceState",
    "Requirement",
    "ReserveFlat",
    "RosterPrint",
    "ServicePoint",
    "Shift",
    "ShiftPattern",
    "StaffEvidence",
    "StaffRole",
    "Stay",
    "Swap",
    "SwapAnswer",
    "SwapAsk",
    "SwapState",
    "Turn",
]
