"""The tables of the professional side, one module per concept."""

from helpers.models.duty import Duty, Fallback
from helpers.models.duty_phone import DutyPhone
from helpers.models.feed import DutyFeed
from helpers.models.handover import HandoverNote
from helpers.models.people import CareService, CareServiceDistrict, CareWorker, Helper
from helpers.models.rota import Away, HolidayRule, PatternPerson, Shift, ShiftPattern, Turn
from helpers.models.swap import Swap, SwapAnswer, SwapAsk, SwapState
from helpers.models.watch import DutyOff, Gap, RosterPrint

__all__ = [
    "Away",
    "CareService",
    "CareServiceDistrict",
    "CareWorker",
    "Duty",
    "DutyFeed",
    "DutyOff",
    "DutyPhone",
    "Fallback",
    "Gap",
    "HandoverNote",
    "Helper",
    "HolidayRule",
    "PatternPerson",
    "RosterPrint",
    "Shift",
    "ShiftPattern",
    "Swap",
    "SwapAnswer",
    "SwapAsk",
    "SwapState",
    "Turn",
]
