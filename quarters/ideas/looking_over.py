"""A helper looks an idea over before it is public: spam, names of others, what must not stand there."""

import datetime as dt

from django.db import transaction

from quarters.contributions import tick_off
from quarters.ideas import notices
from quarters.ideas.moving import lock
from quarters.models import Initiative, InitiativeReport, User


def publish(initiative: Initiative, *, by: User, now: dt.datetime) -> Initiative:
    """From now on others see it and can join. Whoever runs it is told. Twice is once. Locks the row."""
    with transaction.atomic():
        row = lock(initiative)
        if row.is_public:
            return row
        row.published_at, row.published_by, row.turned_down_at, row.turned_down_why = now, by, None, ""
        row.touched_at = now
        row.save()
        if row.contribution:
            tick_off(row.contribution, by=by, now=now)
        notices.tell_looked_over(row, now=now)
    return row


def turn_down(initiative: Initiative, *, why: str, by: User, now: dt.datetime) -> Initiative:
    """It does not become public, or is taken off again; whoever runs it reads why. Can be published later. Locks the row."""
    with transaction.atomic():
        row = lock(initiative)
        row.published_at, row.published_by, row.turned_down_at, row.turned_down_why = None, None, now, why.strip()
        row.touched_at = now
        row.save()
        if row.contribution:
            tick_off(row.contribution, by=by, now=now)
        notices.tell_looked_over(row, now=now)
    return row


def enable(initiative: Initiative, *, by: User, now: dt.datetime) -> Initiative:
    """„Wer hilft beim Anfangen“: this helper, from now on."""
    with transaction.atomic():
        row = lock(initiative)
        row.enabler, row.touched_at = by, now
        row.save(update_fields=["enabler", "touched_at"])
    return row


def report_page(initiative: Initiative, *, words: str, now: dt.datetime) -> InitiativeReport:
    """Somebody says that something is wrong there; a helper reads it. The same words twice are one."""
    open_ones = InitiativeReport.objects.filter(initiative=initiative, seen_at=None)
    same = next((one for one in open_ones if one.words == words.strip()), None)
    return same or InitiativeReport.objects.create(initiative=initiative, words=words.strip(), at=now)


def settle_reports(initiative: Initiative, *, by: User, now: dt.datetime) -> int:
    """A helper has read what was said of the page."""
    return InitiativeReport.objects.filter(initiative=initiative, seen_at=None).update(seen_at=now, seen_by=by)
