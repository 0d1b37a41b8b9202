"""Who sees which way in the menu."""

from types import SimpleNamespace

from piano import menu


def person(*roles: str, volunteer: bool = False, resident: bool = False, trusted: bool = False) -> SimpleNamespace:
    return SimpleNamespace(
        is_authenticated=True,
        role_kinds=frozenset(roles),
        is_volunteer=volunteer,
        is_resident=resident,
        is_trusted=trusted,
    )


def labels(user: SimpleNamespace | None) -> list[str]:
    return [label for label, _name in menu._ways(user)]


def test_a_stranger_finds_help_and_the_way_in() -> None:
    assert labels(None) == ["Treffpunkte", "Um Hilfe bitten", "Mitmachen", "Anmelden"]


def test_a_tenant_begins_with_their_own_requests() -> None:
    assert labels(person(resident=True)) == ["Meine Anfragen", "Um Hilfe bitten", "Treffpunkte", "Abmelden"]


def test_a_volunteer_sees_offers_week_and_details() -> None:
    assert labels(person(volunteer=True)) == ["Offene Anfragen", "Meine Woche", "Meine Angaben", "Abmelden"]


def test_a_coordinator_sees_the_volunteers_of_her_association() -> None:
    assert labels(person("coordinator")) == ["Ehrenamtliche", "Abmelden"]


def test_a_helper_begins_at_the_board() -> None:
    assert labels(person("helper")) == [
        "Leitstand",
        "Anruf aufnehmen",
        "Anrufliste",
        "Menschen",
        "Dienstplan",
        "Abmelden",
    ]


def test_a_care_partner_sees_only_the_duty() -> None:
    assert labels(person("care_partner")) == ["Bereitschaft", "Abmelden"]


def test_landlord_staff_sees_the_administration_and_the_rules_alone() -> None:
    assert labels(person("gwg_staff")) == ["Verwaltung", "Wie wir suchen", "Abmelden"]


def test_a_tenant_who_helps_sees_both() -> None:
    seen = labels(person(volunteer=True, resident=True))
    assert "Offene Anfragen" in seen
    assert "Meine Anfragen" in seen
    assert len(seen) == len(set(seen))


def test_somebody_without_any_part_can_still_ask_for_help() -> None:
    assert "Um Hilfe bitten" in labels(person())


def test_a_volunteer_whom_somebody_trusts_finds_the_way_to_her_page() -> None:
    assert "Meine Anfragen" in labels(person(volunteer=True, trusted=True))
