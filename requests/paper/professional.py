"""What is for professionals, in the words of a log book. Pure; text is folded as for red flags."""

import re

from piano.kit.words import fold

PROFESSIONAL = re.compile(
    r"(medikament|tablette|insulin|spritze)\w*( \w+){0,4} (stell|geb|richt|spritz)\w*"
    r"|(stell|geb|richt)\w*( \w+){0,3} (medikament|tablette|insulin|spritze)\w*|insulin\w*|verband\w* (wechsel|anleg)\w*|verbandswechsel"
    r"|kompressionsstruempf\w*|katheter\w*|(grund|koerper|behandlungs|intim)pflege|(beim|zum) (waschen|duschen|baden) helfen"
    r"|pflegedienst (gesucht|suchen|braucht|beauftragen)|pflegegrad|pflegestufe|pflegekasse|pflegeversicherung|kurzzeitpflege|tagespflege"
    r"|(bestrahlung|dialyse|chemo)\w*|reha ?sport fahrt|(taegl\w*|jeden tag|woechentlich|regelmaessig)( \w+){0,6} (klinik|therapie|krankengymnastik)\w*"
)
SERIES = re.compile(
    r"\btaegl\w*|jeden (tag|werktag|morgen)|mo (bis )?fr|(fuer )?\d+ wochen|(zwei|drei|vier|2|3|4) ?mal (die|in der) woche"
)
TREATMENT = re.compile(r"(klinik|krankenhaus|therapie|krankengymnastik|physio)\w*")


def is_professional(text: str) -> bool:
    """Care by trained people, and what an insurer pays: serial rides to a treatment among it."""
    folded = fold(text)
    return bool(PROFESSIONAL.search(folded)) or bool(SERIES.search(folded) and TREATMENT.search(folded))
