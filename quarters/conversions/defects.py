"""Defects of an acceptance: each is closed by somebody, at some day; done is only what has none open (domain 7, step 11)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.conversions.advancing import lock
from quarters.conversions.errors import NoSuchThing, WrongDay, WrongStep
from quarters.conversions.measure_words import ROOMS
from quarters.conversions.states import ConversionState
from quarters.models import Conversion, Defect, User


def note_defect(conversion: Conversion, *, room: str, words: str, by: User, now: dt.datetime) -> Defect:
    """What is not in order. Raises `WrongStep` outside of the acceptance."""
    if room not in ROOMS:
        raise NoSuchThing()
    with transaction.atomic():
        row = _locked(conversion)
        return Defect.objects.create(conversion=row, room=room, words=words.strip(), found_on=clock.local(now).date())


def close_defect(conversion: Conversion, *, defect: Defect, on: dt.date, by: User, now: dt.datetime) -> Defect:
    """Somebody has seen that it is in order. Twice keeps the first. Raises `WrongDay`."""
    if on > clock.local(now).date() or on < defect.found_on:
        raise WrongDay(_("Dieser Tag passt nicht: Er liegt vor dem Mangel oder in der Zukunft."))
    with transaction.atomic():
        row = _locked(conversion)
        row.defects.filter(pk=defect.pk, closed_on=None).update(closed_on=on, closed_by=by)
        return Defect.objects.get(pk=defect.pk)


def open_again(conversion: Conversion, *, defect: Defect, by: User, now: dt.datetime) -> None:
    """Closed by mistake."""
    with transaction.atomic():
        _locked(conversion).defects.filter(pk=defect.pk).update(closed_on=None, closed_by=None)


def _locked(conversion: Conversion) -> Conversion:
    row = lock(conversion)
    if row.state != ConversionState.ACCEPTANCE:
        raise WrongStep()
    return row
