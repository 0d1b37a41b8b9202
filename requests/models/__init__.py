"""The tables of the pipeline, one module per concept."""

from requests.models.alert_look import AlertLook, AlertStep
from requests.models.billing import ReliefClaim, ReliefElsewhere, ReliefLine, ReliefMonth
from requests.models.circle import CaseLook, ServiceRecord, SharedCase
from requests.models.clearance import Clearance, Hold
from requests.models.contact_look import ContactLook, SeenOn
from requests.models.day_notice import Audience, DayNotice
from requests.models.daybook import DayBook, DayLine, LineKind
from requests.models.dayround import (
    CallOutcome,
    CallRound,
    Enrolment,
    HeatWarning,
    RoundCaller,
    RoundEntry,
    RoundKind,
    RoundStep,
)
from requests.models.decision import CareAgreement, Decision, DecisionKind
from requests.models.due import DueWork, WorkKind
from requests.models.feed import VisitFeed
from requests.models.incident import Decided, Incident, IncidentLook, IncidentReader, IncidentStep
from requests.models.lapse import Lapse, LapseOutcome
from requests.models.log import StateChange
from requests.models.night_call import NightCall, NightOutcome
from requests.models.offer import Assignment, Offer, Part, Tier
from requests.models.outcome import CALL_NOW, After, Feedback, Referral, ReferralKind, Report
from requests.models.paper import ImportedLine
from requests.models.policy import Days, Policy
from requests.models.price_confirmation import PriceConfirmation
from requests.models.proposal import ProposalState, TimeProposal
from requests.models.request import HelpRequest, Knows, Notify, Source
from requests.models.sending import Desk, Sending, SendingAnswer, SendingOutcome, SendingWay
from requests.models.series import Answer, DayQuestion, DayReason, Pause, Regular, Series
from requests.models.sign_off import SignOff
from requests.models.stand_in import StandIn
from requests.models.suggestion import SuggestedTime, SuggestionState
from requests.models.suspension import Suspension
from requests.models.tally import Tally, TallyKind
from requests.models.tree import TreePerson
from requests.models.trouble import Outcome, StepKind, Trouble, TroubleKind, TroubleStep
from requests.models.visit import Visit
from requests.models.week import WeekEntry, WeekKind, WeekPlan, WeekSkip
from requests.models.weights import Weights

__all__ = [
    "CALL_NOW",
    "After",
    "AlertLook",
    "AlertStep",
    "Answer",
    "Assignment",
    "Audience",
    "CallOutcome",
    "CallRound",
    "CareAgreement",
    "CaseLook",
    "Clearance",
    "ContactLook",
    "DayBook",
    "DayLine",
    "DayNotice",
    "DayQuestion",
    "DayReason",
    "Days",
    "Decided",
    "Decision",
    "DecisionKind",
    "Desk",
    "DueWork",
    "Enrolment",
    "Feedback",
    "HeatWarning",
    "HelpRequest",
    "Hold",
    "ImportedLine",
    "Incident",
    "IncidentLook",
    "IncidentReader",
    "IncidentStep",
    "Knows",
    "Lapse",
    "LapseOutcome",
    "LineKind",
    "NightCall",
    "NightOutcome",
    "Notify",
    "Offer",
    "Outcome",
    "Part",
    "Pause",
    "Policy",
    "PriceConfirmation",
    "ProposalState",
    "Referral",
    "ReferralKind",
    "Regular",
    "ReliefClaim",
    "ReliefElsewhere",
    "ReliefLine",
    "ReliefMonth",
    "Report",
    "RoundCaller",
    "RoundEntry",
    "RoundKind",
    "RoundStep",
    "SeenOn",
    "Sending",
    "SendingAnswer",
    "SendingOutcome",
    "SendingWay",
    "Series",
    "ServiceRecord",
    "SharedCase",
    "SignOff",
    "Source",
    "StandIn",
    "StateChange",
    "StepKind",
    "SuggestedTime",
    "SuggestionState",
    "Suspension",
    "Tally",
    "TallyKind",
    "Tier",
    "TimeProposal",
    "TreePerson",
    "Trouble",
    "TroubleKind",
    "TroubleStep",
    "Visit",
    "VisitFeed",
    "WeekEntry",
    "WeekKind",
    "WeekPlan",
    "WeekSkip",
    "Weights",
    "WorkKind",
]
