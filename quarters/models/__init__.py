"""The tables of the place and its people, one module per concept."""

from quarters.models.acquaintance import Acquaintance
from quarters.models.blocks import Block
from quarters.models.categories import Category, Level, Urgency, Who
from quarters.models.consents import Consent
from quarters.models.contributions import Contribution, ContributionKind
from quarters.models.guardianship import Guardianship
from quarters.models.kin import Kin, KinKind
from quarters.models.office_days import OfficeDay
from quarters.models.organisations import Organisation, OrganisationKind, Role, RoleKind
from quarters.models.paper_code import PaperCode
from quarters.models.people import Reach, Resident, User
from quarters.models.places import Building, District, MeetingPoint, OfficeHours, Quarter
from quarters.models.prices import Price, PriceKind
from quarters.models.trust import Look, LookKind, Trust, TrustScope

__all__ = [
    "Acquaintance",
    "Block",
    "Building",
    "Category",
    "Consent",
    "Contribution",
    "ContributionKind",
    "District",
    "Guardianship",
    "Kin",
    "KinKind",
    "Level",
    "Look",
    "LookKind",
    "MeetingPoint",
    "OfficeDay",
    "OfficeHours",
    "Organisation",
    "OrganisationKind",
    "PaperCode",
    "Price",
    "PriceKind",
    "Quarter",
    "Reach",
    "Resident",
    "Role",
    "RoleKind",
    "Trust",
    "TrustScope",
    "Urgency",
    "User",
    "Who",
]
