"""A day's log is numbered from one without gaps, only grows, and takes nothing once it is closed."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION piano_day_line_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM requests_daybook WHERE id = NEW.book_id AND closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the book of this day is closed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM requests_dayline WHERE book_id = NEW.book_id) THEN
    RAISE EXCEPTION 'lines of a day are numbered without gaps' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER day_line_follows BEFORE INSERT ON requests_dayline
  FOR EACH ROW EXECUTE FUNCTION piano_day_line_follows();

CREATE FUNCTION piano_day_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL
     AND (NEW.book_id, NEW.number, NEW.kind, NEW.reference, NEW.words, NEW.at)
       = (OLD.book_id, OLD.number, OLD.kind, OLD.reference, OLD.words, OLD.at) THEN
    RETURN NEW;  -- the account of who wrote it has ended
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('piano.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log of a day is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER day_line_stays BEFORE UPDATE OR DELETE ON requests_dayline
  FOR EACH ROW EXECUTE FUNCTION piano_day_line_stays();

CREATE FUNCTION piano_day_book_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL AND (NEW.closed_at, NEW.day, NEW.district_id) IS DISTINCT FROM (OLD.closed_at, OLD.day, OLD.district_id) THEN
    RAISE EXCEPTION 'a closed book stays closed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER day_book_stays_closed BEFORE UPDATE ON requests_daybook
  FOR EACH ROW EXECUTE FUNCTION piano_day_book_stays_closed();
"""
UNDO = """
DROP TRIGGER day_book_stays_closed ON requests_daybook;
DROP TRIGGER day_line_stays ON requests_dayline;
DROP TRIGGER day_line_follows ON requests_dayline;
DROP FUNCTION piano_day_book_stays_closed();
DROP FUNCTION piano_day_line_stays();
DROP FUNCTION piano_day_line_follows();
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0011_day_books")]
    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
