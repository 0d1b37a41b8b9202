"""An association's log is numbered through the year without gaps, only grows, and takes nothing on a day that is closed."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION piano_club_line_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM volunteers_clubbook WHERE id = NEW.book_id AND association_id = NEW.association_id
                 AND closed_at IS NULL AND extract(year FROM day) = NEW.year) THEN
    RAISE EXCEPTION 'the book of this day is closed, or another one' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM volunteers_clubline
                    WHERE association_id = NEW.association_id AND year = NEW.year) THEN
    RAISE EXCEPTION 'lines of a year are numbered without gaps' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER club_line_follows BEFORE INSERT ON volunteers_clubline
  FOR EACH ROW EXECUTE FUNCTION piano_club_line_follows();

CREATE FUNCTION piano_club_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL
     AND (NEW.association_id, NEW.book_id, NEW.year, NEW.number, NEW.words, NEW.at)
       = (OLD.association_id, OLD.book_id, OLD.year, OLD.number, OLD.words, OLD.at) THEN
    RETURN NEW;  -- the account of who wrote it has ended
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('piano.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log of an association is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER club_line_stays BEFORE UPDATE OR DELETE ON volunteers_clubline
  FOR EACH ROW EXECUTE FUNCTION piano_club_line_stays();

CREATE FUNCTION piano_club_book_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL AND (NEW.closed_at, NEW.day, NEW.association_id)
     IS DISTINCT FROM (OLD.closed_at, OLD.day, OLD.association_id) THEN
    RAISE EXCEPTION 'a closed book stays closed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER club_book_stays_closed BEFORE UPDATE ON volunteers_clubbook
  FOR EACH ROW EXECUTE FUNCTION piano_club_book_stays_closed();
"""
UNDO = """
DROP TRIGGER club_book_stays_closed ON volunteers_clubbook;
DROP TRIGGER club_line_stays ON volunteers_clubline;
DROP TRIGGER club_line_follows ON volunteers_clubline;
DROP FUNCTION piano_club_book_stays_closed();
DROP FUNCTION piano_club_line_stays();
DROP FUNCTION piano_club_line_follows();
"""


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0013_clubs")]
    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
