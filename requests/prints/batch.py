"""The letters of a day as one PDF: a list to tick in front, then a sheet for each envelope (DIN 5008, form B)."""

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from piano.kit.house import default_house
from piano.kit.languages import spoken
from piano.kit.phones import say_phone
from piano.kit.printing import Sheet, blocks
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.words import Words, without_links, words_for
from quarters.models import User
from requests.board.posting import Batch
from requests.prints.cover import cover
from requests.prints.letter import letter_to
from requests.weeks.reasons import enclosed


def batch_sheets(batch: Batch, *, now: dt.datetime, large: bool = True) -> list[Sheet]:
    """The list first. Each envelope's sheet is in its reader's language; what lies beside it follows."""
    sheets = [cover(batch, now=now)]
    for person, letters in batch.people:
        sheets.append(letter_sheet(person, letters, day=batch.day, large=large))
        sheets += [sheet for letter in letters for sheet in enclosed(letter.message)]
    return sheets


def letter_sheet(person: User, letters: list[PaperLetter], *, day: dt.date, large: bool) -> Sheet:
    """One sheet for everything there is to say to her that day. Links are left out: paper has none."""
    said = [words_for(letter.message) for letter in letters]
    with translation.override(said[0].language):
        house = default_house()
        return Sheet(
            title=said[0].subject if len(said) == 1 else _("Neues von Ihrem Treffpunkt"),
            large=large,
            language=spoken(said[0].language),
            letter=letter_to(person.resident, today=day),
            blocks=[
                *_body(said),
                blocks.note(
                    _("Passt etwas nicht? Rufen Sie an: {label}, {phone}. Wir ändern es für Sie.").format(
                        label=house.label, phone=say_phone(house.number)
                    )
                ),
                blocks.text(_("Herzliche Grüße\nIhr Treffpunkt")),
            ],
        )


def _body(said: list[Words]) -> list[blocks.Block]:
    """One greeting, then each message; with several ones each has its own heading."""
    found: list[blocks.Block] = []
    for place, words in enumerate(said):
        parts = without_links(words.body)
        if place and parts and parts[0] == said[0].body.strip().split("\n\n")[0]:
            parts = parts[1:]
        if len(said) > 1:
            greeting, parts = (parts[:1], parts[1:]) if not place else ([], parts)
            found += [blocks.text(one) for one in greeting] + [blocks.heading(words.subject)]
        found += [blocks.text(part) for part in parts]
    return found
