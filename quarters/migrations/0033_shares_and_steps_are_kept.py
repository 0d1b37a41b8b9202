"""What is covered follows the shares, whoever writes them, so that the check on the costs holds; the log of steps only grows."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION piano_conversion_is_covered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    UPDATE quarters_conversion SET covered_cents = covered_cents - OLD.cents WHERE id = OLD.conversion_id;
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    UPDATE quarters_conversion SET covered_cents = covered_cents + NEW.cents WHERE id = NEW.conversion_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER conversion_is_covered AFTER INSERT OR UPDATE OR DELETE ON quarters_share
  FOR EACH ROW EXECUTE FUNCTION piano_conversion_is_covered();

CREATE FUNCTION piano_conversion_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('piano.erasing', true) = 'on'
     AND (NEW.conversion_id, NEW.from_state, NEW.to_state, NEW.is_undo, NEW.at)
       = (OLD.conversion_id, OLD.from_state, OLD.to_state, OLD.is_undo, OLD.at)
     AND NEW.by_id IS NULL AND NEW.note = '' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('piano.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log of a conversion is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER conversion_step_stays BEFORE UPDATE OR DELETE ON quarters_conversionstep
  FOR EACH ROW EXECUTE FUNCTION piano_conversion_step_stays();
"""
BACK = """
DROP TRIGGER conversion_step_stays ON quarters_conversionstep;
DROP FUNCTION piano_conversion_step_stays();
DROP TRIGGER conversion_is_covered ON quarters_share;
DROP FUNCTION piano_conversion_is_covered();
"""


class Migration(migrations.Migration):
    dependencies = [("quarters", "0032_homes")]
    operations = [migrations.RunSQL(TRIGGERS, BACK)]
