"""Conversions: what was said of health, who it was, who paid, who wrote it down. Flat, measures and sums of the work stay."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from quarters.models import Conversion, ConversionLetter, ConversionPerson, ConversionStep, Defect, RoomPhoto, Share
from requests.log import may_erase_log

HEALTH = ("care_grade", "entitled", "diagnosis", "fund_words")
NOTHING_SAID = dict.fromkeys(HEALTH, "")


def _with_health(before: dt.datetime) -> Rows:
    return ConversionPerson.objects.filter(conversion__ended_at__lt=before).exclude(**NOTHING_SAID)


def _forget_health(people: Rows, now: dt.datetime) -> None:
    people.update(**NOTHING_SAID)


def _former_people(before: dt.datetime) -> Rows:
    return ConversionPerson.objects.filter(conversion__ended_at__lt=before)


def _old_shares(before: dt.datetime) -> Rows:
    return Share.objects.filter(conversion__ended_at__lt=before)


def _old_photos(before: dt.datetime) -> Rows:
    return RoomPhoto.objects.filter(conversion__ended_at__lt=before)


def _steps_with_names(before: dt.datetime) -> Rows:
    said = ~Q(note="") | Q(by__isnull=False)
    return ConversionStep.objects.filter(said, conversion__ended_at__lt=before)


def _forget_steps(steps: Rows, now: dt.datetime) -> None:
    with may_erase_log():
        steps.update(by=None, note="")


def _with_staff(before: dt.datetime) -> Rows:
    closed = Defect.objects.filter(conversion=OuterRef("pk"), closed_by__isnull=False)
    posted = ConversionLetter.objects.filter(conversion=OuterRef("pk"), posted_by__isnull=False)
    named = Q(helper__isnull=False) | Exists(closed) | Exists(posted)
    return Conversion.objects.filter(named, ended_at__lt=before)


def _forget_staff(conversions: Rows, now: dt.datetime) -> None:
    Defect.objects.filter(conversion__in=conversions).update(closed_by=None)
    ConversionLetter.objects.filter(conversion__in=conversions).update(posted_by=None)
    conversions.update(helper=None)


register(
    Eraser(
        name="conversion_health",
        label="Pflegegrad, Krankheiten und Pflegekasse bei einem Umbau",
        period=Period.DAYS_30,
        overdue=_with_health,
        blanks={ConversionPerson: HEALTH},
        erase=_forget_health,
    )
)
register(
    Eraser("conversion_people", "Für wen umgebaut wurde", Period.MONTHS_12, _former_people, removes=(ConversionPerson,))
)
register(Eraser("conversion_shares", "Wer bei einem Umbau was zahlte", Period.MONTHS_12, _old_shares, removes=(Share,)))
register(
    Eraser("conversion_photos", "Fotos der Zimmer bei einem Umbau", Period.MONTHS_12, _old_photos, removes=(RoomPhoto,))
)
register(
    Eraser(
        name="conversion_steps",
        label="Wer einen Umbau weiterführte, und Notizen dazu",
        period=Period.MONTHS_12,
        overdue=_steps_with_names,
        blanks={ConversionStep: ("by", "note")},
        erase=_forget_steps,
    )
)
register(
    Eraser(
        name="conversion_staff",
        label="Wer einen Umbau begleitete",
        period=Period.YEARS_3,
        overdue=_with_staff,
        blanks={Conversion: ("helper",), Defect: ("closed_by",), ConversionLetter: ("posted_by",)},
        erase=_forget_staff,
    )
)
