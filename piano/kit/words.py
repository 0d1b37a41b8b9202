"""Words as they are compared, one spelling for what people write in many, and names as they are said in a sentence."""

import re
import unicodedata

from django.utils.translation import get_language_bidi

from piano.kit.languages import is_german


def fold(text: str) -> str:
    """Lower case, umlauts written out, accents gone, everything but letters and digits a single space."""
    text = text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss").replace("ı", "i")
    text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    text = text.replace("ة", "ه").replace("ى", "ي")
    return re.sub(r"[^\w]+", " ", text).strip()


def whom(name: str) -> str:
    """„Herrn K.“ after bei, für, zu, von, anrufen: the one form of address that German bends. Other languages leave it."""
    return f"Herrn{name.removeprefix('Herr')}" if is_german() and f"{name} ".startswith("Herr ") else name


def apart(text: str) -> str:
    """A name, a floor or an address in a sentence that is read from the right: it keeps its own order. Elsewhere as it is."""
    return f"\u2068{text}\u2069" if text and get_language_bidi() else text


def one_full_stop(text: str) -> str:
    """„bei Frau K..“ ends with one; „…“ written as three stays."""
    return re.sub(r"(?<=\w)\.\.(?!\.)", ".", text)
