"""Paper: a sheet is a list of blocks; typst sets it as a tagged PDF with the fonts that lie beside it.

What stands on a sheet is decided by the rooms above (`requests.prints`, `helpers.prints`); how it looks is decided in `house.typ`. Words
reach typst as JSON through `sys_inputs` and are placed as strings, so that nobody's words are ever read as markup.
"""

from piano.kit.printing.card import Card, card_response, set_card
from piano.kit.printing.notice import Notice, notice_response, set_notice
from piano.kit.printing.sheet import Letter, Sheet, blocks
from piano.kit.printing.typesetting import pages_of, pdf_response, set_pdf, wants_large

__all__ = [
    "Card",
    "Letter",
    "Notice",
    "Sheet",
    "blocks",
    "card_response",
    "notice_response",
    "pages_of",
    "pdf_response",
    "set_card",
    "set_notice",
    "set_pdf",
    "wants_large",
]
