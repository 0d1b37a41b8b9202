"""What is done when something goes wrong, as data: the steps of each kind in their order, and how it may end.

Whoever stands at the door may end it herself where all is well; what needs more ends with us.
"""

from requests.models import Outcome, StepKind, TroubleKind

STEPS: dict[str, tuple[StepKind, ...]] = {
    TroubleKind.DOOR: (StepKind.RANG, StepKind.PHONED, StepKind.CONTACT, StepKind.US, StepKind.EMERGENCY),
    TroubleKind.NOBODY_CAME: (StepKind.PERSON, StepKind.TENANT),
    TroubleKind.CALLED_OFF: (StepKind.PERSON,),
    TroubleKind.GAVE_UP: (StepKind.TENANT,),
    TroubleKind.ONE_OF_TWO: (StepKind.PERSON, StepKind.TENANT),
}
OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    TroubleKind.DOOR: (Outcome.OPENED, Outcome.ELSEWHERE, Outcome.HOSPITAL, Outcome.EMERGENCY),
    TroubleKind.NOBODY_CAME: (Outcome.TODAY, Outcome.OTHER_DAY, Outcome.NOT_NEEDED, Outcome.CAME),
    TroubleKind.CALLED_OFF: (Outcome.REACHED,),
    TroubleKind.GAVE_UP: (Outcome.TODAY, Outcome.OTHER_DAY, Outcome.NOT_NEEDED),
    TroubleKind.ONE_OF_TWO: (Outcome.ALONE, Outcome.FOUND, Outcome.OTHER_DAY),
}
AT_THE_DOOR: tuple[Outcome, ...] = (Outcome.OPENED, Outcome.ELSEWHERE, Outcome.HOSPITAL)
NO_VISIT: tuple[Outcome, ...] = (Outcome.ELSEWHERE, Outcome.HOSPITAL, Outcome.EMERGENCY)
