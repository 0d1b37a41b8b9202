"""The concept paper: plain values for `piano.kit.printing`. A version keeps its blocks, so that it is printed later as it was agreed."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.concepts.reading import Shown, ShownGoal, ShownIndicator, say_number
from quarters.models import ConceptVersion


def paper(shown: Shown, *, on: dt.date, large: bool = False) -> Sheet:
    """As it stands today: a draft, until it is held as a version."""
    lede = _("Arbeitsstand vom {day}").format(day=clock.say_date(on, with_year=True))
    return Sheet(title(shown.concept.district), said(shown), lede=lede, large=large)


def held_paper(version: ConceptVersion, *, large: bool = False) -> Sheet:
    day = clock.say_date(version.on, with_year=True)
    lede = _("Fassung {number}, beschlossen am {day}").format(number=version.number, day=day)
    return Sheet(title(version.concept.district), version.blocks, lede=lede, large=large)


def title(district: Any) -> str:
    return _("Konzept für {district}").format(district=district.name)


def said(shown: Shown) -> list[blocks.Block]:
    """Every part with a heading; what is empty is left out."""
    concept = shown.concept
    found: list[blocks.Block] = []
    if concept.summary:
        found.append(blocks.note(concept.summary))
    if concept.situation:
        found += [blocks.heading(_("Wie es heute ist")), *_paragraphs(concept.situation)]
    for number, goal in enumerate(shown.goals, 1):
        found += _goal(number, goal)
    if shown.partners:
        rows = [[one.name, one.brings] for one in shown.partners]
        found += [blocks.heading(_("Wer mitmacht")), blocks.table([_("Partner"), _("Beitrag")], rows, [2, 3])]
    for one in reversed(shown.meetings):
        found += _meeting(one)
    return found


def _goal(number: int, goal: ShownGoal) -> list[blocks.Block]:
    found = [blocks.heading(_("Ziel {number}: {title}").format(number=number, title=goal.row.title))]
    found += _paragraphs(goal.row.words)
    if goal.measures:
        rows = [
            [one.row.title, one.row.responsible, f"{_day(one.row.starts_on)} – {_day(one.row.due_on)}", one.word]
            for one in goal.measures
        ]
        head = [_("Maßnahme"), _("Zuständig"), _("Zeitraum"), _("Stand")]
        found.append(blocks.table(head, rows, [4, 3, 4, 2]))
        found += [blocks.small(words) for one in goal.measures for words in _delays(one)]
    for indicator in goal.indicators:
        found += _indicator(indicator)
    return found


def _delays(one: Any) -> list[str]:
    words = _("{title}: war bis {day} geplant. {why}")
    return [words.format(title=one.row.title, day=_day(delay.was_due_on), why=delay.why) for delay in one.delays]


def _indicator(one: ShownIndicator) -> list[blocks.Block]:
    aim = _("{name}: Ziel {target} {unit} bis {day}").format(
        name=one.row.name, target=one.target, unit=one.row.unit, day=_day(one.row.target_on)
    )
    rows = [[_day(value.on), say_number(value.value), value.source] for value in one.readings]
    table = blocks.table([_("Tag"), one.row.unit or _("Wert"), _("Woher")], rows, [2, 1, 4])
    return [blocks.text(aim.replace("  ", " ")), *([table] if rows else [])]


def _meeting(one: Any) -> list[blocks.Block]:
    found = [blocks.heading(_("Treffen am {day}").format(day=_day(one.on)))]
    found.append(blocks.facts((_("Ort"), one.where), (_("Wer war da"), one.present)))
    return [*(block for block in found if block.get("rows") != []), *_paragraphs(one.minutes)]


def _paragraphs(words: str) -> list[blocks.Block]:
    return [blocks.text(part.strip()) for part in words.split("\n") if part.strip()]


def _day(day: dt.date) -> str:
    return f"{day:%d.%m.%Y}"
