"""The tables of the place and its people, one module per concept."""

from quarters.models.acquaintance import Acquaintance
from quarters.models.blocks import Block
from quarters.models.categories import Category, Level, Urgency, Who
from quarters.models.concepts import (
    Concept,
    ConceptMeasure,
    ConceptMeeting,
    ConceptVersion,
    Goal,
    Indicator,
    MeasureDelay,
    Partner,
    Reading,
)
from quarters.models.consents import Consent
from quarters.models.contributions import Contribution, ContributionKind
from quarters.models.conversion_money import Quote, Share
from quarters.models.conversion_person import ConversionPerson
from quarters.models.conversion_work import ChosenMeasure, ConversionLetter, Defect, RoomPhoto
from quarters.models.conversions import Conversion, ConversionStep, Interim, Permission, Side
from quarters.models.evidence import EvidenceKind
from quarters.models.guardianship import Guardianship
from quarters.models.homes import FUNDS, Flat, FlatFeature, Payer, Programme, ShareState, Standard
from quarters.models.initiatives import (
    Initiative,
    InitiativeBudget,
    InitiativePerson,
    InitiativeReport,
    InitiativeStep,
    Part,
    Verdict,
)
from quarters.models.kin import Kin, KinKind
from quarters.models.office_days import OfficeDay
from quarters.models.organisations import Organisation, OrganisationKind, Role, RoleKind
from quarters.models.paper_code import PaperCode
from quarters.models.people import Reach, Resident, User
from quarters.models.places import Building, District, MeetingPoint, OfficeHours, Quarter
from quarters.models.points import PointChange, PointPhoto, RouteStop, Tenure
from quarters.models.prices import Price, PriceKind
from quarters.models.programme import Event, EventKind, EventSeries
from quarters.models.registrations import Lift, Meal, RegisteredBy, Registration, RegistrationState, Seat
from quarters.models.shapes import DistrictShape
from quarters.models.trust import Look, LookKind, Trust, TrustScope

__all__ = [
    "FUNDS",
    "Acquaintance",
    "Block",
    "Building",
    "Category",
    "ChosenMeasure",
    "Concept",
    "ConceptMeasure",
    "ConceptMeeting",
    "ConceptVersion",
    "Consent",
    "Contribution",
    "ContributionKind",
    "Conversion",
    "ConversionLetter",
    "ConversionPerson",
    "ConversionStep",
    "Defect",
    "District",
    "DistrictShape",
    "Event",
    "EventKind",
    "EventSeries",
    "EvidenceKind",
    "Flat",
    "FlatFeature",
    "Goal",
    "Guardianship",
    "Indicator",
    "Initiative",
    "InitiativeBudget",
    "InitiativePerson",
    "InitiativeReport",
    "InitiativeStep",
    "Interim",
    "Kin",
    "KinKind",
    "Level",
    "Lift",
    "Look",
    "LookKind",
    "Meal",
    "MeasureDelay",
    "MeetingPoint",
    "OfficeDay",
    "OfficeHours",
    "Organisation",
    "OrganisationKind",
    "PaperCode",
    "Part",
    "Partner",
    "Payer",
    "Permission",
    "PointChange",
    "PointPhoto",
    "Price",
    "PriceKind",
    "Programme",
    "Quarter",
    "Quote",
    "Reach",
    "Reading",
    "RegisteredBy",
    "Registration",
    "RegistrationState",
    "Resident",
    "Role",
    "RoleKind",
    "RoomPhoto",
    "RouteStop",
    "Seat",
    "Share",
    "ShareState",
    "Side",
    "Standard",
    "Tenure",
    "Trust",
    "TrustScope",
    "Urgency",
    "User",
    "Verdict",
    "Who",
]
