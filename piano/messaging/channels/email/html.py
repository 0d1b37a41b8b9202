"""The same words with links to tap: one column, no picture, nothing loaded from anywhere. Size, letters and colours are the
reader's own, also in the dark.
"""

import re
from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from piano.messaging.words import Words

ADDRESS = re.compile(r"https?://[^\s<>&]+(?:&amp;[^\s<>&]+)*")


def as_html(words: Words) -> str:
    """Every word is escaped; only addresses become links."""
    paragraphs = [_linked(part) for part in words.body.strip().split("\n\n") if part.strip()]
    is_rtl = _is_right_to_left(words.language)
    html: str = _template().render({"words": words, "paragraphs": paragraphs, "is_rtl": is_rtl})
    return html


def _linked(paragraph: str) -> SafeString:
    text = ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', str(escape(paragraph.strip())))
    return mark_safe(text.replace("\n", "<br>\n"))  # noqa: S308  escaped above


@lru_cache(maxsize=1)
def _template() -> Any:
    return get_template("messages/mail.html")


@lru_cache(maxsize=32)
def _is_right_to_left(language: str) -> bool:
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False
