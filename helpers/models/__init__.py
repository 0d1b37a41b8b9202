"""The tables of the professional side, one module per concept."""

from helpers.models.duty import Duty, Fallback
from helpers.models.duty_phone import DutyPhone
from helpers.models.people import CareService, CareServiceDistrict, CareWorker, Helper

__all__ = ["CareService", "CareServiceDistrict", "CareWorker", "Duty", "DutyPhone", "Fallback", "Helper"]
