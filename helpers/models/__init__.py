"""The tables of the professional side, one module per concept."""

from helpers.models.duty import Duty, Fallback
from helpers.models.people import CareService, CareServiceDistrict, CareWorker, Helper

__all__ = ["CareService", "CareServiceDistrict", "CareWorker", "Duty", "Fallback", "Helper"]
