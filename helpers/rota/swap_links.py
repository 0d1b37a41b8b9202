"""The link in the message that asks for a swap: signed for one question and one person, dead when the duty begins.

A GET behind it never answers.
"""

import datetime as dt

from helpers.models import SwapAsk
from helpers.rota.swaps import is_still_of_the_team
from piano.kit.links import link_to, read_signed, sign

SALT = "helpers.swap"


def swap_link(ask: SwapAsk) -> str:
    return link_to("helpers:swap_by_link", sign(SALT, a=ask.reference, p=ask.person_id))


def ask_behind(token: str, *, now: dt.datetime) -> SwapAsk | None:
    """None when the link is wrong or too old, or its person may not come in any more."""
    named = read_signed(token, salt=SALT)
    if named is None:
        return None
    rows = SwapAsk.objects.select_related(
        "person", "swap__asked_by", "swap__duty__person", "swap__duty__service__organisation", "swap__duty__district"
    )
    rows = rows.filter(reference=named.get("a"), person=named.get("p"), person__is_active=True)
    found = rows.filter(swap__duty__window__startswith__gt=now).first()
    return found if found and is_still_of_the_team(found) else None
