"""Teams and care partners: who sat in them, what they spoke about, which cases they saw, who lived in a reserve flat."""

import datetime as dt

from django.db.models import Exists, OuterRef

from helpers.models import CircleDecision, CircleMeeting, CircleMember, Stay
from piano.kit import clock
from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from requests.models import CaseLook, ServiceRecord, SharedCase


def _past_members(before: dt.datetime) -> Rows:
    return CircleMember.objects.filter(valid_until__lte=clock.local(before).date())


def _past_meetings(before: dt.datetime) -> Rows:
    """Where nothing is left to do."""
    left = CircleDecision.objects.filter(meeting=OuterRef("pk"), done_at=None)
    return CircleMeeting.objects.filter(~Exists(left), starts_at__lt=before)


def _ended_cases(before: dt.datetime) -> Rows:
    return SharedCase.objects.filter(ended_at__lt=before) | SharedCase.objects.filter(
        until__lt=clock.local(before).date()
    )


def _agenda_looks(before: dt.datetime) -> Rows:
    return CaseLook.objects.filter(case=None, at__lt=before)


def _past_stays(before: dt.datetime) -> Rows:
    return Stay.objects.filter(last_day__lt=clock.local(before).date())


def _old_records(before: dt.datetime) -> Rows:
    return ServiceRecord.objects.filter(written_at__lt=before)


register(Eraser("circle_members", "Wer in einem Team war", Period.YEARS_3, _past_members, removes=(CircleMember,)))
register(
    Eraser(
        "circle_meetings",
        "Protokolle und Beschlüsse eines Teams",
        Period.MONTHS_12,
        _past_meetings,
        removes=(CircleMeeting, CircleDecision),
    )
)
register(
    Eraser(
        "shared_cases",
        "Fälle im Team, mit allen Blicken darauf",
        Period.MONTHS_12,
        _ended_cases,
        removes=(SharedCase,),
    )
)
register(
    Eraser(
        "agenda_looks",
        "Wer Sorgen auf einer Tagesordnung gelesen hat",
        Period.MONTHS_12,
        _agenda_looks,
        removes=(CaseLook,),
    )
)
register(Eraser("stays", "Wer in einer Reservewohnung war", Period.MONTHS_6, _past_stays, removes=(Stay,)))
register(Eraser("service_records", "Nachweise über Einsätze", Period.MONTHS_12, _old_records, removes=(ServiceRecord,)))
