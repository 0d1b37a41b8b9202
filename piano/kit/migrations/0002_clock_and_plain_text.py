"""The clock that all SQL reads, and the plain form of a name that search compares (ß, umlauts and accents folded)."""

from django.db import migrations

PIANO_NOW = """
CREATE FUNCTION piano_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT now()';
"""
PIANO_PLAIN = """
CREATE FUNCTION piano_plain(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT public.unaccent('public.unaccent'::regdictionary,
    replace(replace(replace(replace(lower(value), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss'))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_extensions")]
    operations = [
        migrations.RunSQL(PIANO_NOW, "DROP FUNCTION piano_now()"),
        migrations.RunSQL(PIANO_PLAIN, "DROP FUNCTION piano_plain(text)"),
    ]
