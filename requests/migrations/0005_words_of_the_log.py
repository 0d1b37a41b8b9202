"""The erasure verb may blank the note of a log row and keep the person, or the other way round; nothing else changes."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION piano_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('piano.erasing', true) = 'on'
     AND (NEW.subject, NEW.subject_id, NEW.help_request_id, NEW.from_state, NEW.to_state, NEW.at)
       = (OLD.subject, OLD.subject_id, OLD.help_request_id, OLD.from_state, OLD.to_state, OLD.at)
     AND {blanked} THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('piano.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the state log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
"""
BOTH = "NEW.by_id IS NULL AND NEW.note = ''"
EITHER = "(NEW.by_id IS NULL OR NEW.by_id = OLD.by_id) AND (NEW.note = '' OR NEW.note = OLD.note)"


class Migration(migrations.Migration):
    dependencies = [("requests", "0004_tally")]
    operations = [migrations.RunSQL(FUNCTION.format(blanked=EITHER), FUNCTION.format(blanked=BOTH))]
