"""Names in the order in which a German reader looks for them: umlauts and accents as their base letter, ß as ss, case-blind.

The database compares by code point (C.UTF-8), and the private one is built without ICU, so no collation is asked for. What is
found by name (`piano_plain`, equality) knows nothing of this: it is for ORDER BY alone, over the few rows that are shown.
"""

import re
import unicodedata

from django.db.models import F, Func, TextField

MARKS = r"[\u0300-\u036f]"
WHOLE, PLAIN = "łøđı", "lodi"  # letters that do not fall apart into a base letter and a mark
_plain = str.maketrans(WHOLE, PLAIN)


class Alphabetical(Func):
    """What `alphabetical_key` makes of a word, made by PostgreSQL; at once where each letter is a single byte. For columns alone."""

    template = (
        "CASE WHEN octet_length(%(expressions)s) = char_length(%(expressions)s) THEN lower(%(expressions)s) ELSE"
        f" regexp_replace(normalize(translate(replace(lower(%(expressions)s), 'ß', 'ss'), '{WHOLE}', '{PLAIN}'), NFKD),"
        f" '{MARKS}', '', 'g') END"
    )
    output_field = TextField()


def alphabetical(*columns: str) -> list[Func]:
    """For `order_by(*alphabetical("family_name", "given_name"), "pk")`."""
    return [Alphabetical(F(column)) for column in columns]


def alphabetical_key(*words: str) -> tuple[str, ...]:
    """The same for `sorted`: „Oster“, „Özdemir“, „von Berg“, „Zimmer“."""
    folded = (unicodedata.normalize("NFKD", one.lower().replace("ß", "ss").translate(_plain)) for one in words)
    return tuple(re.sub(MARKS, "", one) for one in folded)
