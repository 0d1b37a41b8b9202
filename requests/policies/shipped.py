"""The policies as they come. A row in the table stands where GWG chose otherwise; without one, these hold.

Normal until noon of the next day, soon three hours of the day, urgent half an hour; who was there before is asked alone first.
Volunteers who have to be called, one after another, are a step that whoever keeps the policies may put in; here the helper
chooses whom she calls, so that the phone list stays short (docs/decisions/023).
"""

from quarters.models import Urgency
from requests.policies.plain import AtNight, Plan, Step, Unit, Who

THREE_HOURS = {"unit": Unit.DAY_MINUTES, "amount": 180}
HALF_AN_HOUR = {"unit": Unit.MINUTES, "amount": 30}
QUARTER = {"unit": Unit.MINUTES, "amount": 15}
AT_ANY_HOUR = {"at_night": AtNight.ASK}

TO_ON_CALL = (
    Step(Who.DUTY, **QUARTER, **AT_ANY_HOUR),  # type: ignore[arg-type]
    Step(Who.DEPUTY, **QUARTER, **AT_ANY_HOUR),  # type: ignore[arg-type]
)
DECISION = Step(Who.HELPER, unit=Unit.MINUTES, amount=0)
PRESSING = (
    Step(Who.HELPER, **HALF_AN_HOUR, at_night=AtNight.SKIP),  # type: ignore[arg-type]
    Step(Who.TREE, times=5, **QUARTER, **AT_ANY_HOUR),  # type: ignore[arg-type]
)

NORMAL = Plan(
    (Step(Who.FAMILIAR), Step(Who.WRITING, at_once=3), Step(Who.WRITING, at_once=3), DECISION),
    alert_hours=48,
    needed_days=7,
)
SOON = Plan(
    (
        Step(Who.FAMILIAR, **THREE_HOURS),  # type: ignore[arg-type]
        Step(Who.WRITING, at_once=3, **THREE_HOURS),  # type: ignore[arg-type]
        DECISION,
    ),
    needed_days=7,
)
URGENT = Plan((Step(Who.WRITING, at_once=3, **HALF_AN_HOUR, at_night=AtNight.SKIP), *TO_ON_CALL, *PRESSING))  # type: ignore[arg-type]
PROFESSIONAL = Plan((*TO_ON_CALL, *PRESSING))

SHIPPED = {
    (Urgency.NORMAL, False): NORMAL,
    (Urgency.SOON, False): SOON,
    (Urgency.URGENT, False): URGENT,
    (Urgency.NORMAL, True): PROFESSIONAL,
    (Urgency.SOON, True): PROFESSIONAL,
    (Urgency.URGENT, True): PROFESSIONAL,
}


def shipped_plan(urgency: str, *, for_professionals: bool) -> Plan:
    return SHIPPED[Urgency(urgency), for_professionals]
