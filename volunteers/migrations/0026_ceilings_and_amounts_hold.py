"""Ceilings of allowances and dated amounts hold by themselves.

Whatever writes an allowance locks its person first, so that two at the same moment see each other. That needs each statement to see what was
committed before it: on any other level of isolation the database says no. Of an amount that has begun nothing changes but its end, and that
not back before this year.
"""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION piano_allowance_within_the_ceiling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ceiling bigint; given bigint; told bigint;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND NEW.cents <= OLD.cents
     AND (NEW.person_id, NEW.kind, NEW.year) = (OLD.person_id, OLD.kind, OLD.year) THEN
    RETURN NEW;
  END IF;
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'allowances are granted in read committed' USING ERRCODE = 'restrict_violation';
  END IF;
  PERFORM 1 FROM quarters_user WHERE id = NEW.person_id FOR NO KEY UPDATE;
  SELECT value INTO ceiling FROM volunteers_datedvalue
   WHERE kind = NEW.kind AND organisation_id IS NULL
     AND daterange(valid_from, valid_until) @> make_date(NEW.year, 12, 31);
  SELECT coalesce(sum(cents), 0) INTO given FROM volunteers_allowance
   WHERE person_id = NEW.person_id AND kind = NEW.kind AND year = NEW.year AND withdrawn_at IS NULL AND id <> NEW.id;
  SELECT coalesce(sum(cents), 0) INTO told FROM volunteers_allowanceelsewhere
   WHERE person_id = NEW.person_id AND kind = NEW.kind AND year = NEW.year;
  IF given + told + NEW.cents > coalesce(ceiling, 0) THEN
    RAISE EXCEPTION 'allowances of a year stay within the ceiling' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'allowance_within_the_ceiling';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER allowance_within_the_ceiling
  BEFORE INSERT OR UPDATE OF cents, kind, year, person_id, withdrawn_at ON volunteers_allowance
  FOR EACH ROW WHEN (NEW.withdrawn_at IS NULL) EXECUTE FUNCTION piano_allowance_within_the_ceiling();

CREATE FUNCTION piano_amount_keeps_its_past() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE today date := (piano_now() AT TIME ZONE 'Europe/Berlin')::date;
BEGIN
  IF OLD.valid_from >= today THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.valid_from >= today THEN RETURN NEW; END IF;
  ELSIF TG_OP = 'UPDATE'
     AND (to_jsonb(NEW) - 'valid_until') = (to_jsonb(OLD) - 'valid_until')
     AND coalesce(OLD.valid_until, 'infinity') > date_trunc('year', today)
     AND coalesce(NEW.valid_until, 'infinity') >= date_trunc('year', today) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what held in the past is not changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER amount_keeps_its_past BEFORE UPDATE OR DELETE ON volunteers_datedvalue
  FOR EACH ROW EXECUTE FUNCTION piano_amount_keeps_its_past();
CREATE TRIGGER account_rule_keeps_its_past BEFORE UPDATE OR DELETE ON volunteers_accountrule
  FOR EACH ROW EXECUTE FUNCTION piano_amount_keeps_its_past();
"""
BACK = """
DROP TRIGGER account_rule_keeps_its_past ON volunteers_accountrule;
DROP TRIGGER amount_keeps_its_past ON volunteers_datedvalue;
DROP FUNCTION piano_amount_keeps_its_past();
DROP TRIGGER allowance_within_the_ceiling ON volunteers_allowance;
DROP FUNCTION piano_allowance_within_the_ceiling();
"""


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0025_weeks_of_the_card")]
    operations = [migrations.RunSQL(TRIGGERS, BACK)]
