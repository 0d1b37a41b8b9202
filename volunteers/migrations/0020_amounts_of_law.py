"""Amounts and limits as they hold today, each with where it is written. An association or a new law ends a row and begins another."""

import datetime as dt

from django.db import migrations

CARD = "Land Hessen, Ehrenamts-Card: Voraussetzungen (vor Gebrauch prüfen)"
VALUES = (  # (kind, value, from, until, source)
    ("trainer", 300_000, (2021, 1, 1), (2026, 1, 1), "§ 3 Nr. 26 EStG (Jahressteuergesetz 2020)"),
    ("trainer", 330_000, (2026, 1, 1), None, "§ 3 Nr. 26 EStG, ab 1. Januar 2026"),
    ("honorary", 84_000, (2021, 1, 1), (2026, 1, 1), "§ 3 Nr. 26a EStG (Jahressteuergesetz 2020)"),
    ("honorary", 96_000, (2026, 1, 1), None, "§ 3 Nr. 26a EStG, ab 1. Januar 2026"),
    ("relief", 12_500, (2017, 1, 1), (2025, 1, 1), "§ 45b Abs. 1 SGB XI"),
    ("relief", 13_100, (2025, 1, 1), None, "§ 45b Abs. 1 SGB XI, ab 1. Januar 2025"),
    ("relief_lapses", 6, (2017, 1, 1), None, "§ 45b Abs. 1 SGB XI: ins folgende Kalenderhalbjahr übertragbar"),
    (
        "km",
        30,
        (2022, 1, 1),
        None,
        "Vorschlag: § 5 Abs. 2 BRKG, 30 Cent; der Verein kann einen eigenen Satz beschließen",
    ),
    ("card_year", 250 * 60, (2020, 1, 1), None, CARD),
    ("card_week", 5 * 60, (2020, 1, 1), None, CARD),
    ("card_no_allowance", 1, (2020, 1, 1), None, CARD),
)


def write_values(apps, schema_editor):
    rows = apps.get_model("volunteers", "DatedValue").objects
    for kind, value, begins, ends, source in VALUES:
        known = {"kind": kind, "organisation": None, "valid_from": dt.date(*begins)}
        rest = {"value": value, "source": source, "valid_until": dt.date(*ends) if ends else None}
        rows.get_or_create(**known, defaults=rest)


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0019_the_account_book_holds")]
    operations = [migrations.RunPython(write_values, migrations.RunPython.noop)]
