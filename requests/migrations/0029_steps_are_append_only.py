"""What was done when something went wrong is never changed; it goes with its case."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION piano_steps_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('piano.erasing', true) = 'on' THEN
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    IF NEW.by_id IS NULL AND (NEW.trouble_id, NEW.kind, NEW.at) = (OLD.trouble_id, OLD.kind, OLD.at) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'what was done is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER steps_are_append_only BEFORE UPDATE OR DELETE ON requests_troublestep
  FOR EACH ROW EXECUTE FUNCTION piano_steps_are_append_only();
"""
UNDO = """
DROP TRIGGER steps_are_append_only ON requests_troublestep;
DROP FUNCTION piano_steps_are_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0028_what_went_wrong")]
    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]
