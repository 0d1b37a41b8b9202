"""Gifts, money, keys: the rules that protect both sides, as set phrases, said when they matter.

At the yes, on the day of the visit, and when a report speaks of such things. Which words those are is a list, in the languages
in which reports are written; a word too many costs a sentence, one too few costs trust.
"""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

RULES: dict[str, Any] = {
    "gifts": _("Kein Geld und keine Geschenke annehmen. Eine Tasse Kaffee ist in Ordnung."),
    "keys": _("Keinen Schlüssel mitnehmen. Wünscht sich das jemand, rufen Sie uns vorher an."),
    "bank": _("Bankkarte, Geheimzahl und Passwörter bleiben bei der Person. Bezahlt wird nur bar, mit Kassenzettel."),
}
KEYS = r"schlüssel|haustürschl|\bkeys?\b|anahtar|ключ|مفتاح|مفاتيح|ключов"
GIFTS = r"geschenk|trinkgeld|\bgifts?\b|\btip(ped)?\b|hediye|bahşiş|подар|чаев|чайов|هدي|بقشيش|бакшиш"
MONEY = (
    r"\bgeld|euro|€|bankkarte|ec-karte|geheimzahl|\bpin\b|\bmoney\b|\bcash\b|para(sı|yı|m)?\b|деньг|грош|евро|євро|"
    r"\bпари|نقود|أموال|يورو|مال\b"
)
ALWAYS = re.compile(f"{KEYS}|{GIFTS}", re.IGNORECASE)
ALSO = re.compile(MONEY, re.IGNORECASE)
WITH_MONEY = frozenset({"shop"})  # whoever shops for somebody has to do with money


def said_rules() -> list[str]:
    """In the reader's language."""
    return [str(words) for words in RULES.values()]


def touches_rules(words: str, *, category: str) -> bool:
    """A report speaks of gifts or keys, or of money where nothing is bought."""
    return bool(ALWAYS.search(words)) or (category not in WITH_MONEY and bool(ALSO.search(words)))
