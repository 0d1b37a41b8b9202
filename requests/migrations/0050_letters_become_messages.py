"""What waits on the board as a letter, and what was posted within the last month, becomes a message on paper like all others."""

import datetime as dt
import uuid

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone

REASON = "nobody_found_on_paper"
KEPT = dt.timedelta(days=30)  # as messages are


def become_messages(apps, schema_editor):
    messages, papers = apps.get_model("messaging", "Message"), apps.get_model("messaging", "PaperLetter")
    now = timezone.now()
    waits = Q(posted_at=None, visit__state="returned", visit__help_request__resident__died_on=None)
    rows = apps.get_model("requests", "OwedLetter").objects.filter(waits | Q(posted_at__gte=now - KEPT))
    rows = rows.annotate(person=F("visit__help_request__resident__user")).order_by("pk")
    for letter in rows.select_related("visit").iterator():
        message, is_new = messages.objects.exclude(state="cancelled").get_or_create(
            reason=REASON,
            subject=f"visit:{letter.visit_id}",
            recipient_id=letter.person,
            slot=_slot(letter),
            defaults={
                "message_class": "b",
                "channel": "letter",
                "state": "sent" if letter.posted_at else "due",
                "not_before": letter.owed_at,
                "created_at": letter.owed_at,
                "sent_at": letter.posted_at,
                "message_id": f"<{uuid.uuid4()}@letters>",
            },
        )
        if is_new and letter.posted_at:
            papers.objects.create(
                message=message,
                day=letter.posted_at.date(),
                posted_at=letter.posted_at,
                posted_by_id=letter.posted_by_id,
            )
    apps.get_model("requests", "OwedLetter").objects.all().delete()


def _slot(letter):
    """As the code says it of a search that is over; one that was posted before another began goes by its own time."""
    ended_at = letter.visit.ended_at
    return str(int((ended_at if ended_at and not letter.posted_at else letter.owed_at).timestamp()))


def become_letters(apps, schema_editor):
    """What waits or was posted stands in its own table again, and no longer in the outbox."""
    messages, letters = apps.get_model("messaging", "Message"), apps.get_model("requests", "OwedLetter")
    rows = messages.objects.filter(reason=REASON)
    for message in rows.filter(state__in=["due", "claimed", "to_post", "sent"]).order_by("pk"):
        visit, letter = int(message.subject.partition(":")[2]), getattr(message, "letter", None)
        posted = {"posted_at": message.sent_at, "posted_by_id": letter.posted_by_id if letter else None}
        known = letters.objects.filter(visit_id=visit, posted_at=message.sent_at)
        if apps.get_model("requests", "Visit").objects.filter(pk=visit).exists() and not known.exists():
            letters.objects.create(visit_id=visit, owed_at=message.created_at, **posted)
    rows.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0049_language_of_thanks"),
        ("messaging", "0019_letters_come_back"),
    ]

    operations = [migrations.RunPython(become_messages, become_letters)]
