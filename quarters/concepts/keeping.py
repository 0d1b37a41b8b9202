"""What is written down of a concept. Nothing is overwritten without a trace: dates leave the old one, parts can be fetched back."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import Concept, ConceptMeasure, ConceptVersion, District, Indicator, MeasureDelay, Reading


class ReadTwiceADay(DomainError):
    message = "Für diesen Tag steht schon ein Wert da. Ändern Sie bitte den."


class DatesDoNotFit(DomainError):
    message = "Das Ende liegt vor dem Beginn."


class NotInTheFuture(DomainError):
    message = "Dieser Tag liegt noch vor uns."


class DelayNeedsAWord(DomainError):
    message = "Der Tag ist ein anderer als bisher. Bitte schreiben Sie dazu, warum."


def begin_concept(district: District, *, now: dt.datetime) -> Concept:
    """One for each district; twice is once."""
    return Concept.objects.get_or_create(district=district, defaults={"begun_at": now, "changed_at": now})[0]


def note_words(concept: Concept, *, now: dt.datetime, **words: str) -> Concept:
    """Summary and situation."""
    for name, value in words.items():
        setattr(concept, name, value.strip())
    concept.changed_at = now
    concept.save(update_fields=[*words, "changed_at"])
    return concept


def note_part(model: type[Any], concept: Concept, *, now: dt.datetime, row: Any = None, **fields: Any) -> Any:
    """Adds a goal, partner, indicator or meeting, or changes `row`."""
    with transaction.atomic():
        row = row or model(concept=concept, noted_at=now)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        _touch(concept, now=now)
    return row


def note_measure(
    concept: Concept, *, now: dt.datetime, row: ConceptMeasure | None = None, why: str = "", **fields: Any
) -> ConceptMeasure:
    """Another day by which it is due leaves the old one with a word. Raises `DatesDoNotFit`, `NotInTheFuture`, `DelayNeedsAWord`."""
    if fields["due_on"] < fields["starts_on"]:
        raise DatesDoNotFit()
    if fields.get("done_on") and fields["done_on"] > clock.local(now).date():
        raise NotInTheFuture()
    with transaction.atomic():
        before = ConceptMeasure.objects.select_for_update(of=("self",)).get(pk=row.pk) if row else None
        if before and before.due_on != fields["due_on"]:
            if not why.strip():
                raise DelayNeedsAWord()
            MeasureDelay.objects.create(measure=before, was_due_on=before.due_on, why=why.strip(), noted_at=now)
        return note_part(ConceptMeasure, concept, now=now, row=before, **fields)


def note_reading(
    indicator: Indicator, *, on: dt.date, value: Any, now: dt.datetime, source: str = "", row: Reading | None = None
) -> Reading:
    """One for each day. Raises `NotInTheFuture`, `ReadTwiceADay`."""
    if on > clock.local(now).date():
        raise NotInTheFuture()
    fields = {"indicator": indicator, "on": on, "value": value, "source": source.strip()}
    try:
        return note_part(Reading, indicator.concept, now=now, row=row, **fields)
    except IntegrityError as error:
        raise ReadTwiceADay() from error


def drop(row: Any, *, now: dt.datetime) -> None:
    """Taken out, with what hangs on it; `fetch_back` undoes it."""
    _mark(row, now)
    _touch(row.concept, now=now)


def fetch_back(row: Any, *, now: dt.datetime) -> None:
    """Raises `ReadTwiceADay` where another value stands for its day meanwhile."""
    try:
        with transaction.atomic():
            _mark(row, None)
    except IntegrityError as error:
        raise ReadTwiceADay() from error
    _touch(row.concept, now=now)


def _mark(row: Any, moment: dt.datetime | None) -> None:
    row.dropped_at = moment
    row.save(update_fields=["dropped_at"])


def _touch(concept: Concept, *, now: dt.datetime) -> None:
    Concept.objects.filter(pk=concept.pk).update(changed_at=now)


def hold_version(concept: Concept, *, blocks: list[Any], now: dt.datetime) -> ConceptVersion:
    """What was agreed today, as it stands; the same again is no new one. Locks the concept."""
    with transaction.atomic():
        Concept.objects.select_for_update(of=("self",)).get(pk=concept.pk)
        last = concept.versions.last()
        if last and last.blocks == blocks:
            return last
        number = last.number + 1 if last else 1
        return concept.versions.create(number=number, on=clock.local(now).date(), blocks=blocks)
