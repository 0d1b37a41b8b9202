"""The state log only grows. The erasure verb alone may blank `by` and `note`, inside a transaction that says so."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION piano_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('piano.erasing', true) = 'on'
     AND (NEW.subject, NEW.subject_id, NEW.help_request_id, NEW.from_state, NEW.to_state, NEW.at)
       = (OLD.subject, OLD.subject_id, OLD.help_request_id, OLD.from_state, OLD.to_state, OLD.at)
     AND NEW.by_id IS NULL AND NEW.note = '' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('piano.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the state log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON requests_statechange
  FOR EACH ROW EXECUTE FUNCTION piano_log_is_append_only();
"""
UNDO = """
DROP TRIGGER log_is_append_only ON requests_statechange;
DROP FUNCTION piano_log_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial")]
    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]
