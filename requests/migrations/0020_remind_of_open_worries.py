"""Worries that nobody has taken care of so far get their next step."""

from django.db import migrations

OWE = """
INSERT INTO requests_duework (visit_id, kind, due_at, attempt)
SELECT visit_id, 'call', now(), 0 FROM requests_report WHERE needs_call AND acknowledged_at IS NULL
"""
TAKE_BACK = "DELETE FROM requests_duework WHERE kind = 'call'"


class Migration(migrations.Migration):
    dependencies = [("requests", "0019_remind_to_call")]

    operations = [migrations.RunSQL(OWE, TAKE_BACK)]
