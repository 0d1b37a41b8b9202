"""The log of a call in the round only grows; its words and its account may go."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION piano_round_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.entry_id, NEW.outcome, NEW.to_state, NEW.at) = (OLD.entry_id, OLD.outcome, OLD.to_state, OLD.at)
     AND (NEW.by_id IS NULL OR NEW.by_id = OLD.by_id)
     AND (NEW.note = OLD.note OR (NEW.note = '' AND current_setting('piano.erasing', true) = 'on')) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('piano.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log of a round is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER round_step_stays BEFORE UPDATE OR DELETE ON requests_roundstep
  FOR EACH ROW EXECUTE FUNCTION piano_round_step_stays();
"""
BACK = """
DROP TRIGGER round_step_stays ON requests_roundstep;
DROP FUNCTION piano_round_step_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0030_round_of_calls")]
    operations = [migrations.RunSQL(TRIGGER, BACK)]
