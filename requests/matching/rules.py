"""Who may: each rule with a name, a sentence, and who may read it. Pure; what they look at stands in `allowing` and `wishing`.

The first that fails is named. What nobody may know comes first, so that nobody infers it from what is said later. `is_soft`
rules are what somebody wished for herself: a helper may bend them with a reason; the others nobody bends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from piano.kit.columns import Array
from requests.matching import allowing, wishing
from requests.matching.facts import Pairs, World

SECRET = _("steht hierfür nicht zur Wahl")


@dataclass(frozen=True)
class Rule:
    """`holds` says for each pair whether it lets her go. `is_daily`: on the day that stands beside the pair.

    `says` reads the helper; where `is_secret` she reads `SECRET`, and only the coordinator of her own association reads more.
    """

    code: str
    says: Any
    holds: Callable[[World, Pairs], Array]
    is_soft: bool = False
    is_secret: bool = False
    is_daily: bool = False


def is_for_the_clock(world: World, pairs: Pairs) -> Array:
    """Decided by `times`, not here."""
    return np.ones(len(pairs.visit), dtype=bool)


PAIR_RULES = (
    Rule("herself", SECRET, allowing.is_somebody_else, is_secret=True),
    Rule("apart", _("beide sollen sich nicht begegnen"), allowing.is_not_kept_apart, is_secret=True),
    Rule("kin", _("verwandt oder im selben Haushalt, und die Pflegekasse zahlt"), allowing.is_no_kin, is_secret=True),
    Rule("paused", _("pausiert oder gesperrt"), allowing.is_active, is_secret=True),
    Rule("scope", _("der Verein bietet diese Hilfe nicht an"), allowing.is_in_scope, is_secret=True),
    Rule("licence", _("fährt nicht Auto"), allowing.has_licence),
    Rule("car", _("hat kein Auto"), allowing.has_car),
    Rule("gender", _("gewünscht ist jemand anderes: eine Frau oder ein Mann"), allowing.is_of_the_wished_gender),
    Rule("kind", _("macht diese Hilfe nicht"), wishing.does_this, is_soft=True),
    Rule("language", _("spricht die Sprache nicht"), wishing.speaks, is_soft=True),
    Rule("too_far", _("wohnt zu weit weg"), wishing.is_near, is_soft=True),
    Rule("stairs", _("möchte nicht so viele Treppen steigen"), wishing.climbs, is_soft=True),
    Rule("pets", _("möchte nicht zu Tieren"), wishing.likes_pets, is_soft=True),
    Rule("smoke", _("möchte nicht in Wohnungen, in denen geraucht wird"), wishing.bears_smoke, is_soft=True),
    Rule("asked", _("war schon gefragt"), wishing.was_not_asked, is_soft=True),
)
DAY_RULES = (
    Rule("evidence", _("ein Nachweis fehlt oder ist abgelaufen"), allowing.has_evidence, is_secret=True, is_daily=True),
    Rule("qualification", _("eine verlangte Schulung fehlt"), allowing.is_qualified, is_secret=True, is_daily=True),
    Rule(
        "recognition",
        _("ist nicht anerkannt, und die Pflegekasse zahlt"),
        allowing.is_recognised,
        is_secret=True,
        is_daily=True,
    ),
    Rule("receivers", _("hilft in diesem Monat schon drei Menschen"), allowing.has_room_for_a_receiver, is_daily=True),
    Rule("away", _("ist dann nicht da"), wishing.is_not_away, is_daily=True),
    Rule("holiday", _("kommt nicht an Feiertagen"), wishing.is_no_holiday_for_her, is_soft=True, is_daily=True),
    Rule("week_full", _("die Woche ist voll"), wishing.has_room, is_daily=True),
    Rule("often", _("möchte nicht öfter kommen"), wishing.may_come_once_more, is_daily=True),
)
QUICKEST = (*(rule for rule in PAIR_RULES if rule.code == "too_far"), *(r for r in PAIR_RULES if r.code != "too_far"))
NO_TIME = Rule("no_time", _("hat da keine Zeit"), is_for_the_clock, is_soft=True)
BUSY = Rule("busy", _("hat da schon etwas vor"), is_for_the_clock)
RULES = (*PAIR_RULES, *DAY_RULES, NO_TIME, BUSY)
