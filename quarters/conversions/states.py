"""Each state and each allowed step of a conversion, as data (domain 7). Imports nothing but TextChoices."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConversionState(TextChoices):
    WISH = "wish", _("Wunsch")
    ADVICE = "advice", _("Wohnberatung")
    CHECK = "check", _("Prüfung des Hauses")
    PERMISSION = "permission", _("Erlaubnis des Vermieters")
    AGREEMENT = "agreement", _("Wer zahlt und wer baut")
    QUOTES = "quotes", _("Angebote und Anträge")
    CARE_FUND = "care_fund", _("Zuschuss der Pflegekasse")
    KFW = "kfw", _("Zuschuss der KfW")
    WIBANK = "wibank", _("Geld vom Land Hessen")
    WORKS = "works", _("Umbau")
    ACCEPTANCE = "acceptance", _("Abnahme und Rechnung")
    DONE = "done", _("Fertig")
    MOVING = "moving", _("Umzug in eine passende Wohnung")
    MOVED = "moved", _("Umgezogen")
    REFUSED = "refused", _("Nicht möglich")
    ENDED = "ended", _("Beendet")


class Turn(TextChoices):
    """Who can give what is missing."""

    TENANT = "tenant", _("Mieterin oder Mieter")
    HELPER = "helper", _("Nachbarschaftshilfe")
    LANDLORD = "landlord", _("Vermieter")
    FUND = "fund", _("Geldgeber")
    FIRM = "firm", _("Handwerksbetrieb")


@dataclass(frozen=True)
class Step:
    """`number` of the eleven; `turn` who does most in it; `after` the days after which it hangs; `to` where it may lead."""

    number: int
    turn: str
    after: int
    to: frozenset[str]


S = ConversionState
STEPS: dict[str, Step] = {
    S.WISH: Step(1, Turn.TENANT, 14, frozenset({S.ADVICE, S.ENDED})),
    S.ADVICE: Step(2, Turn.HELPER, 28, frozenset({S.CHECK, S.ENDED})),
    S.CHECK: Step(3, Turn.LANDLORD, 28, frozenset({S.PERMISSION, S.MOVING, S.REFUSED, S.ENDED})),
    S.PERMISSION: Step(4, Turn.LANDLORD, 42, frozenset({S.AGREEMENT, S.REFUSED, S.ENDED})),
    S.AGREEMENT: Step(5, Turn.LANDLORD, 28, frozenset({S.QUOTES, S.ENDED})),
    S.QUOTES: Step(6, Turn.HELPER, 42, frozenset({S.CARE_FUND, S.ENDED})),
    S.CARE_FUND: Step(7, Turn.FUND, 35, frozenset({S.KFW, S.ENDED})),
    S.KFW: Step(8, Turn.FUND, 42, frozenset({S.WIBANK, S.ENDED})),
    S.WIBANK: Step(9, Turn.LANDLORD, 42, frozenset({S.WORKS, S.ENDED})),
    S.WORKS: Step(10, Turn.LANDLORD, 60, frozenset({S.ACCEPTANCE, S.ENDED})),
    S.ACCEPTANCE: Step(11, Turn.LANDLORD, 28, frozenset({S.DONE})),
    S.MOVING: Step(3, Turn.HELPER, 90, frozenset({S.MOVED, S.CHECK, S.ENDED})),
}
ORDER = tuple(state for state in STEPS if state != S.MOVING)
FUNDING_STATES = (S.CARE_FUND, S.KFW, S.WIBANK)
OPEN_STATES = tuple(STEPS)
CLOSED_STATES = (S.DONE, S.MOVED, S.REFUSED, S.ENDED)


class Decision(TextChoices):
    CONVERT = "A", _("A: umbauen")
    MOVE = "B", _("B: besser umziehen, in eine passende Wohnung")
    NO = "C", _("C: nicht möglich")


LEADS: dict[str, str] = {Decision.CONVERT: S.PERMISSION, Decision.MOVE: S.MOVING, Decision.NO: S.REFUSED}
