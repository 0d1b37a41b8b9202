"""Words that speak of an emergency, of a doctor, or of the landlord's duty. They warn; they never rank (domain 6.2).

Pure: text in, flags out. A rare false alarm is fine, a missed emergency is not. Patterns see folded text: lower case,
ä as ae, ß as ss, accents gone, several spaces as one, so that spelling variants need one pattern. What needs more than words stands here
as patterns; the rest stands in `data/red_flags.csv` as words: `*` for any ending or beginning, `|` between words that may
stand at one place, `…` for up to four words in between. Every list reads every text, since people mix. Before danger is
read, slips of the hand in its commonest words are mended, and turns of speech that are known to be harmless are taken out.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from piano.kit.words import fold
from requests.wishes.calm_words import CALM_PATTERNS

EMERGENCY, MEDICAL, LANDLORD = "emergency", "medical", "landlord"


@dataclass(frozen=True)
class RedFlag:
    """`kind` is emergency (112), medical (116 117) or landlord (repair number); `word` is what was read."""

    kind: str
    word: str


ANY = r"\w*"
EMERGENCY_PATTERNS = (
    r"schmerz\w*( \w+){0,3} (in |an |im |am )?(der |dem )?(brust|herz)",
    r"(brust|herz)\w*schmerz\w*|herz ?(anfall|infarkt|stillstand|rasen|stechen)\w*|brust (tut|schmerz|druck|eng)\w*|druck auf der brust",
    r"(keine|wenig|schlecht|kaum|nicht genug) luft|luft ?not|atem ?not|atemlos|erstick\w*|kann nicht (mehr )?atmen|bekomm\w* (\w+ )?keine luft|kriegt? (\w+ )?keine luft",
    r"bewuss?t?los\w*|ohnmaecht\w*|ohnmacht|nicht ansprechbar|reagiert nicht( mehr)?|umgekippt|zusammen ?gebrochen|kollabiert\w*",
    r"schlag ?anfall|halbseitig|gelaehmt|mundwinkel|kann (ploetzlich )?nicht (mehr )?sprechen",
    r"(ist|bin|wurde|heute|gerade|eben|schwer|liegt|frisch) (\w+ ){0,3}(gestuerzt|hingefallen|gefallen)|gestuerzt und|(liegt|lieg) (\w+ ){0,3}(am|auf dem) boden|kommt? nicht (mehr )?hoch|kann nicht (mehr )?auf ?stehen",
    r"(stark|viel|schwer|heftig)\w* (blut\w*|am bluten)|blutet (\w+ ){0,2}(stark|sehr|viel)|verblut\w*|blut (gespuckt|erbrochen|im stuhl)",
    r"vergift\w*|zu viele tabletten|ueberdosis|tabletten geschluckt",
    r"suizid\w*|selbst ?mord\w*|umbringen|das leben nehmen|nicht mehr leben|sterben (will|moechte)|(will|moechte) (\w+ )?sterben",
    r"(riecht|stinkt|geruch)( \w+){0,5} gas\b|gas ?geruch|\bgas\b( \w+){0,3} (riecht|tritt aus|stroemt)|gas ?(leck|austritt)",
    r"(\bfeuer\b(?!wehr (war|kommt|kam))|\bbrennt (es|die|das|der|etwas|was)|es brennt|hausbrand|wohnungsbrand|zimmerbrand|brand in|rauch (im|in|aus|kommt)|qualm\w*)",
    r"macht( \w+){0,5} nicht( mehr)? auf\b|oeffnet( \w+){0,5} nicht\b|hoert (ihn|sie|man) rufen|man hoert( \w+){0,3} rufen|ruft( \w+){0,2} um hilfe(?! wegen angst)|hilferuf\w*|schreit( \w+){0,3} um hilfe",
    r"einbrech\w*|einbruch|ueberfall\w*|bedroht|schlaegt (mich|sie|ihn)|gewalt\b|vergewaltig\w*",
    r"krampf ?anfall|epilept\w* anfall|allergisch\w* schock|notarzt|lebensgefahr\w*|\bstirbt\b",
    r"\bsteht nicht mehr auf\b(?! (d\w+|ein\w*)\b)|\b(will|mag) (einfach |echt )?nicht mehr( \.|$)|(^|\. )(112|110|sos|(hilfe ?)+|wird (ganz )?blau)( \.|$)",
    r"\b(kueche|wohnung|haus|keller|herd|\w*tonne|container|balkon|adventskranz|topf|pfanne)( \w+){0,2} brennt\b(?! (nicht|noch))",
)
MEDICAL_PATTERNS = (
    r"(hohes )?fieber|erbrech\w*|durchfall|uebel(keit)?\b|schwindel\w*|(starke|heftige|schlimme) (\w+ )?schmerz\w*",
    r"(schmerz\w*|tut (\w+ )?weh)\b",
    r"spritze\w*|insulin\w*|medikament\w*( \w+){0,3} (stellen|geben|richten)|tabletten (stellen|geben|richten)|verband|wunde\w*|katheter",
    r"\bsturz\b|gestuerzt|hingefallen",
)
LANDLORD_PATTERNS = (
    r"heizung\w*( \w+){0,4} (kalt|aus|kaputt|defekt|geht nicht|ausgefallen|warm nicht)|(kalte|kaputte|defekte) heizung|heizung\w*$",
    r"wasser( \w+){0,4} (laeuft|tropft|kommt) (\w+ ){0,3}(von|aus|durch|nicht)|wasser (laeuft|tropft)|wasserschaden|wasserrohr\w*|rohrbruch|rohr (verstopft|kaputt)|kein (warm)?wasser|kein warmes wasser",
    r"(aufzug|fahrstuhl|lift)( \w+){0,3} (kaputt|defekt|steht|geht nicht|ausgefallen|steckt)|rauch ?melder|strom ?ausfall|kein(en)? strom|schimmel\w*|toilette (ist )?(verstopft|kaputt)|abfluss|haustuer (\w+ )?(kaputt|schliesst nicht)",
)
OTHER_WORDS = frozenset({"notfalls", "gestuetzt", "gestuerzte"})  # one letter away, and something else


def _read_words() -> list[tuple[str, str, str]]:
    """(kind, language, words) of every line of the other languages."""
    with (Path(__file__).parent / "data/red_flags.csv").open(encoding="utf-8", newline="") as file:
        return [(row["kind"], row["language"], row["words"]) for row in csv.DictReader(file, delimiter=";")]


def _pattern(words: str) -> str:
    """„chest … pain*“ as a pattern over folded text."""
    return " ".join(_place(place) for place in words.split()).replace(" … ", r"(?: \w+){0,4} ")


def _place(place: str) -> str:
    if place == "…":
        return place
    return "(?:" + "|".join(_word(word) for word in place.split("|")) + ")"


def _word(word: str) -> str:
    return ANY * word.startswith("*") + fold(word) + ANY * word.endswith("*")


@cache
def _compiled(kind: str) -> re.Pattern[str]:
    """Made when a text is first read (40 ms): most processes read none."""
    patterns = PATTERNS[kind]
    words = "|".join(_pattern(words) for of_kind, _, words in WORDS if of_kind == kind)
    return re.compile("|".join(f"(?:{pattern})" for pattern in (*patterns, rf"\b(?:{words})\b")))


WORDS = _read_words()
KEY_WORDS = tuple(words for kind, _, words in WORDS if kind == "slip")
LISTED_LANGUAGES = frozenset(language for _, language, _ in WORDS)
PATTERNS = {
    EMERGENCY: EMERGENCY_PATTERNS,
    LANDLORD: LANDLORD_PATTERNS,
    MEDICAL: MEDICAL_PATTERNS,
    "calm": CALM_PATTERNS,
}
KINDS = (EMERGENCY, LANDLORD, MEDICAL)  # the most dangerous first


def find_red_flags(*texts: str) -> list[RedFlag]:
    """At most one flag of a kind, the most dangerous kind first. Empty when nothing was read."""
    folded = " . ".join(_mended(fold(text)) for text in texts if text)
    folded = _compiled("calm").sub(" , ", folded)
    found = ((kind, _compiled(kind).search(folded)) for kind in KINDS)
    return [RedFlag(kind, match.group(0)) for kind, match in found if match]


def is_emergency(*texts: str) -> bool:
    return any(flag.kind == EMERGENCY for flag in find_red_flags(*texts))


def _mended(folded: str) -> str:
    """„bewustlos“ as „bewusstlos“: words one slip of the hand away from a word of danger are read as that word."""
    return " ".join(next((key for key in KEY_WORDS if _is_slip(word, key)), word) for word in folded.split(" "))


def _is_slip(word: str, key: str) -> bool:
    """One letter missing, too many, another one, or two changed round; never a word that means something else."""
    if word == key or abs(len(word) - len(key)) > 1 or word in OTHER_WORDS:
        return word == key
    start = next((at for at, (one, other) in enumerate(zip(word, key, strict=False)) if one != other), len(key))
    rest, right = word[start:], key[start:]
    is_turned = rest[:2] == right[:2][::-1] and rest[2:] == right[2:]
    return is_turned or rest[1:] == right[1:] or rest[1:] == right or rest == right[1:]
