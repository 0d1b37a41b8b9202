"""`manage.py retention`: erases what is overdue, or only counts it, and says so in German."""

import datetime as dt
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from piano.privacy.erasing import ERASERS
from tests.conftest import Cast
from tests.privacy.planting import pass_time, plant, snapshot

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("retention", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_a_dry_run_counts_and_changes_nothing(cast: Cast, now: dt.datetime) -> None:
    plant(cast, now=now)
    pass_time(13, since=now)
    before = snapshot()
    text = said("--dry-run")
    assert "Abgelaufen, noch nicht gelöscht" in text
    assert "       1  Einzelheiten der Hilfe (12 Monate)" not in text
    assert "       2  Einzelheiten der Hilfe (12 Monate)" in text
    assert "Nichts wurde gelöscht." in text
    assert snapshot() == before


def test_every_rule_has_its_line(now: dt.datetime) -> None:
    text = said("--dry-run")
    assert [
        eraser.label for eraser in ERASERS.values() if f"0  {eraser.label} ({eraser.period.words})" not in text
    ] == []


def test_a_run_says_what_went(cast: Cast, now: dt.datetime) -> None:
    plant(cast, now=now)
    pass_time(13, since=now)
    text = said()
    assert "Gelöscht, Stand" in text
    assert "       5  Konten, an denen nichts mehr hängt (bis das Konto endet)" in text
    assert "Gelöscht" in said()
    assert not any(line.split()[0] != "0" for line in said().splitlines()[1:])


def test_a_failure_is_named_and_ends_with_one(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(before: dt.datetime) -> Any:
        raise ValueError

    monkeypatch.setitem(ERASERS, "forms", replace(ERASERS["forms"], overdue=fail))
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("retention", stdout=out, stderr=out)
    assert stop.value.code == 1
    assert "Fehlgeschlagen: Gesendete Formulare" in out.getvalue()
