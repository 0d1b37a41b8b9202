"""The account book holds by itself: bookings sum to zero, only grow, and an account's minutes are the sum of its postings."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION piano_posting_moves_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE volunteers_timeaccount SET minutes = minutes + NEW.minutes WHERE id = NEW.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER posting_moves_account AFTER INSERT ON volunteers_posting
  FOR EACH ROW EXECUTE FUNCTION piano_posting_moves_account();

CREATE FUNCTION piano_account_is_moved_by_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an account is moved by postings alone' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER account_is_moved_by_postings BEFORE UPDATE OF minutes ON volunteers_timeaccount
  FOR EACH ROW WHEN (OLD.minutes IS DISTINCT FROM NEW.minutes AND pg_trigger_depth() = 0)
  EXECUTE FUNCTION piano_account_is_moved_by_postings();
CREATE TRIGGER account_begins_empty BEFORE INSERT ON volunteers_timeaccount
  FOR EACH ROW WHEN (NEW.minutes <> 0) EXECUTE FUNCTION piano_account_is_moved_by_postings();

CREATE FUNCTION piano_booking_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE booked bigint; total bigint; sides int; own boolean;
BEGIN
  booked := CASE TG_TABLE_NAME WHEN 'volunteers_posting' THEN (to_jsonb(NEW)->>'booking_id')::bigint ELSE NEW.id END;
  SELECT coalesce(sum(p.minutes), 0), count(*), coalesce(bool_and(a.association_id = b.association_id), false)
    INTO total, sides, own
    FROM volunteers_booking b
    LEFT JOIN volunteers_posting p ON p.booking_id = b.id
    LEFT JOIN volunteers_timeaccount a ON a.id = p.account_id
   WHERE b.id = booked;
  IF total <> 0 OR sides < 2 OR NOT own THEN
    RAISE EXCEPTION 'a booking sums to zero within one association' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'booking_sums_to_zero';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER posting_sums_to_zero AFTER INSERT ON volunteers_posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION piano_booking_sums_to_zero();
CREATE CONSTRAINT TRIGGER booking_sums_to_zero AFTER INSERT ON volunteers_booking
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION piano_booking_sums_to_zero();

CREATE FUNCTION piano_account_book_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'volunteers_booking' AND TG_OP = 'UPDATE' THEN
    IF (NEW.reference, NEW.association_id, NEW.kind, NEW.day, NEW.about, NEW.made_at, coalesce(NEW.corrects_id, 0))
       = (OLD.reference, OLD.association_id, OLD.kind, OLD.day, OLD.about, OLD.made_at, coalesce(OLD.corrects_id, 0))
       AND (NEW.by_id IS NULL OR NEW.by_id = OLD.by_id)
       AND (NEW.reason = OLD.reason OR (NEW.reason = '' AND current_setting('piano.erasing', true) = 'on')) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'the account book only grows' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER bookings_only_grow BEFORE UPDATE OR DELETE ON volunteers_booking
  FOR EACH ROW EXECUTE FUNCTION piano_account_book_grows();
CREATE TRIGGER postings_only_grow BEFORE UPDATE OR DELETE ON volunteers_posting
  FOR EACH ROW EXECUTE FUNCTION piano_account_book_grows();
"""
BACK = """
DROP TRIGGER postings_only_grow ON volunteers_posting;
DROP TRIGGER bookings_only_grow ON volunteers_booking;
DROP FUNCTION piano_account_book_grows();
DROP TRIGGER booking_sums_to_zero ON volunteers_booking;
DROP TRIGGER posting_sums_to_zero ON volunteers_posting;
DROP FUNCTION piano_booking_sums_to_zero();
DROP TRIGGER account_begins_empty ON volunteers_timeaccount;
DROP TRIGGER account_is_moved_by_postings ON volunteers_timeaccount;
DROP FUNCTION piano_account_is_moved_by_postings();
DROP TRIGGER posting_moves_account ON volunteers_posting;
DROP FUNCTION piano_posting_moves_account();
"""


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0018_time_and_money")]
    operations = [migrations.RunSQL(TRIGGERS, BACK)]
