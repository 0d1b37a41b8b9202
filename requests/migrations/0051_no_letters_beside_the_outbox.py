"""Letters are messages. The table stays, empty and tied to no other, as long as code that reads it may still run."""

from django.db import migrations

UNTIE = """
DO $$ DECLARE tie name; BEGIN
  FOR tie IN SELECT conname FROM pg_constraint WHERE conrelid = 'requests_owedletter'::regclass AND contype = 'f' LOOP
    EXECUTE format('ALTER TABLE requests_owedletter DROP CONSTRAINT %I', tie);
  END LOOP;
END $$
"""
TIE = """
ALTER TABLE requests_owedletter
  ADD CONSTRAINT owedletter_visit FOREIGN KEY (visit_id) REFERENCES requests_visit DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT owedletter_posted_by FOREIGN KEY (posted_by_id) REFERENCES quarters_user DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0050_letters_become_messages")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(UNTIE, TIE)],
            state_operations=[migrations.DeleteModel(name="OwedLetter")],
        ),
    ]
