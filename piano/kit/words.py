"""Words as they are compared: one spelling for what people write in many. Pure."""

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, umlauts written out, accents gone, everything but letters and digits a single space."""
    text = text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss").replace("ı", "i")
    text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    text = text.replace("ة", "ه").replace("ى", "ي")
    return re.sub(r"[^\w]+", " ", text).strip()
