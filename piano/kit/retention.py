"""How long each field is kept, and for what. Every concrete field of our models is named by a rule, or `check` fails.

A model declares `retention = [keep(purpose, period, "field", …), not_personal("field", …)]`. Periods are data of
domain 6.3; `piano.privacy` carries them out every night, and `check` fails for a rule that nothing carries out.
"""

import datetime as dt
from dataclasses import dataclass
from enum import Enum


class Purpose(Enum):
    ACCOUNT = "Konto und Anmeldung"
    HELP = "Hilfe vermitteln"
    VOLUNTEERING = "Ehrenamtliche begleiten"
    DUTY = "Bereitschaft"
    PROOF = "Nachweis"
    CONTACT = "Kontakt aufnehmen"
    CONVERSION = "Wohnung umbauen"
    MEMBERSHIP = "Mitgliedschaft im Verein"


class Period(Enum):
    """(words, length after the end of what it serves; None = as long as the account or the session stands)."""

    ACCOUNT = ("bis das Konto endet", None)
    SESSION = ("bis die Anmeldung endet", None)
    DAYS_14 = ("14 Tage", dt.timedelta(days=14))
    DAYS_30 = ("30 Tage", dt.timedelta(days=30))
    MONTHS_3 = ("3 Monate", dt.timedelta(days=91))
    MONTHS_6 = ("6 Monate", dt.timedelta(days=183))
    MONTHS_12 = ("12 Monate", dt.timedelta(days=365))
    YEARS_3 = ("3 Jahre", dt.timedelta(days=3 * 365))
    YEARS_10 = ("10 Jahre", dt.timedelta(days=3653))  # books and receipts, § 147 AO

    def __init__(self, words: str, length: dt.timedelta | None) -> None:
        self.words, self.length = words, length


@dataclass(frozen=True)
class Rule:
    """`of` narrows it to rows of one kind, in words; the other rows keep to the model's wider rule."""

    fields: tuple[str, ...]
    purpose: Purpose | None
    period: Period | None
    of: str = ""


def keep(purpose: Purpose, period: Period, *fields: str, of: str = "") -> Rule:
    """These fields hold personal data, for this purpose, at most so long after its end."""
    return Rule(fields, purpose, period, of)


def not_personal(*fields: str) -> Rule:
    """These fields say nothing about a person."""
    return Rule(fields, None, None)
