"""A promise that nothing keeps does not pass `check`: every rule has an eraser, every table a rule."""

import pytest

from piano.kit.retention import Period, Purpose, Rule, keep
from piano.messaging.models import Message
from piano.privacy import foreign
from piano.privacy.checks import every_rule_is_carried_out, problems, rules_of, tables
from piano.privacy.erasing import ERASERS, register
from requests.models import HelpRequest


def said() -> str:
    return "\n".join(error.msg for error in every_rule_is_carried_out(None))


def test_every_rule_of_every_table_is_carried_out() -> None:
    assert said() == ""
    assert sum(bool(rule.period) for model in tables() for rule in rules_of(model) or ()) > 40


@pytest.mark.parametrize("name", sorted(set(ERASERS) - {"ticks", "heartbeats"}))
def test_a_rule_without_its_eraser_fails(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: each eraser that is taken away leaves at least one promise behind."""
    eraser = ERASERS[name]
    monkeypatch.delitem(ERASERS, name)
    assert f"after {eraser.period.words}" in said()


@pytest.mark.parametrize(
    "rule",
    [
        keep(Purpose.HELP, Period.DAYS_30, "caller_name"),
        keep(Purpose.HELP, Period.MONTHS_3, "resident"),
        keep(Purpose.HELP, Period.MONTHS_12, "resident", of="am Telefon"),
    ],
)
def test_another_field_period_or_kind_of_row_needs_its_own_eraser(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HelpRequest, "retention", [*HelpRequest.retention, rule])
    assert "nothing erases" in said()


def test_a_table_of_a_library_has_to_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(foreign.FOREIGN, "sessions.Session")
    assert "sessions.Session: nobody says how long" in said()


def test_a_model_without_rules_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Message, "retention")
    assert list(problems(Message)) == ["nobody says how long it is kept (retention, or piano.privacy.foreign)"]


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        register(ERASERS["cases"])
