"""Whatever goes to tenants, trusted people and volunteers is written in sentences of the catalogues, and in nothing else."""

import re
from pathlib import Path

import pytest
from django.template.base import Template, TextNode
from django.template.loader import get_template

MESSAGES = Path(__file__).parents[2] / "templates/messages"
OF_STAFF = {  # helpers, care services and whoever calls: they read German
    "call_handed_on",
    "called_off_call",
    "case_grew",
    "case_handed_over",
    "club_renewal",
    "conversion_due",
    "conversion_turn",
    "decision_needed",
    "decision_urgent",
    "duty_begins",
    "duty_by_phone",
    "duty_given",
    "duty_missed",
    "duty_nobody_goes",
    "duty_off",
    "duty_paper",
    "duty_plan_ahead",
    "evidence_ends_office",
    "gap_ahead",
    "gap_covered",
    "hard_to_reach",
    "letters_lie",
    "incident_to_read",
    "paper_lapsed",
    "path_new",
    "path_talk",
    "paths_waiting",
    "please_call",
    "please_call_duty",
    "please_get_to_know",
    "please_get_to_know_now",
    "please_judge",
    "please_tell_on_duty",
    "print_roster",
    "ring_look",
    "ring_offer",
    "round_look",
    "round_look_duty",
    "round_not_begun",
    "sending_answered",
    "sending_overdue",
    "somebody_died",
    "staff_evidence_ends",
    "staff_evidence_ends_office",
    "somebody_died_now",
    "suspended_call",
    "swap_asked",
    "swap_filled",
    "swap_refused",
    "swap_taken",
    "team_meeting",
    "team_meeting_off",
    "team_task",
    "trouble",
}
NAMES = sorted(
    {
        path.name.split(".")[0]
        for path in MESSAGES.glob("*.txt")
        if (MESSAGES / f"{path.stem.split('.')[0]}.txt").exists()
    }
)


def bare_words(template: Template) -> list[str]:
    """What stands between the marked sentences and is no sign of a list."""
    texts: list[TextNode] = template.nodelist.get_nodes_by_type(TextNode)  # type: ignore[assignment]
    return [text.s for text in texts if re.search(r"[^\W\d_]", text.s)]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OF_STAFF])
def test_what_tenants_and_volunteers_read_is_marked_for_translation(name: str) -> None:
    assert bare_words(get_template(f"messages/{name}.txt").template) == []


def test_the_list_of_staff_names_only_what_is_german() -> None:
    assert [name for name in OF_STAFF if not bare_words(get_template(f"messages/{name}.txt").template)] == []
