"""The eleven steps: each gate is shut until what it asks for is there, and nothing leads past one."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from quarters.conversions import filling, money, wishes
from quarters.conversions.advancing import advance, facts_of, stamp_of, take_back
from quarters.conversions.errors import GateShut, NoSuchSum, NothingToTakeBack, WrongDay, WrongStep
from quarters.conversions.gates import LEAVING, missing, turn
from quarters.conversions.states import ORDER, STEPS, ConversionState, Turn
from quarters.models import Consent, Conversion, ConversionStep, FlatFeature, Quote
from tests.quarters.conversions.conftest import Home

S = ConversionState


def test_a_wish_becomes_accepted_work_and_the_flat_has_what_was_built(home: Home) -> None:
    case = home.to(S.DONE)
    assert [step.to_state for step in case.steps.all()] == [*ORDER, S.DONE]
    feature = FlatFeature.objects.get(flat=case.flat)
    assert (feature.code, feature.standard, feature.conversion) == ("step_free_shower", "plain", case)
    assert case.ended_at is not None


def test_there_are_eleven_steps_in_order() -> None:
    assert [STEPS[state].number for state in ORDER] == list(range(1, 12))
    assert set(LEAVING) == set(STEPS)


@pytest.mark.parametrize("state", ORDER[1:])
def test_no_step_is_left_while_something_is_missing(home: Home, state: str) -> None:
    case = home.to(state)
    facts = facts_of(case, today=home.today)
    assert missing(facts)
    with pytest.raises(GateShut) as shut:
        advance(case, **home.who)
    assert str(shut.value) == str(missing(facts)[0].missing)
    assert home.fresh().state == state


def test_nobody_visits_without_consent(home: Home) -> None:
    case = home.wish(agrees=False)
    assert turn(facts_of(case, today=home.today)) == Turn.TENANT
    with pytest.raises(GateShut, match="Einwilligung"):
        advance(case, **home.who)
    wishes.agree(case, **home.who, read_out_by=home.helper)
    assert advance(case, **home.who).state == S.ADVICE


def test_the_consent_names_the_landlord_and_who_read_it_out(home: Home) -> None:
    home.wish()
    consent = Consent.objects.get(purpose="conversion")
    assert (consent.receiver, consent.read_out_by, consent.person) == ("GWG Wohnen", home.helper, home.tenant.user)


def test_without_her_agreement_every_gate_is_shut_again(home: Home) -> None:
    case = home.to(S.CHECK)
    home.fill()
    wishes.withdraw_agreement(case, **home.who)
    wishes.withdraw_agreement(case, **home.who)
    with pytest.raises(GateShut, match="Einwilligung"):
        advance(case, **home.who)
    with pytest.raises(GateShut):
        filling.decide(case, load_ok=True, pipes_ok=True, is_monument=False, decision="A", on=home.today, **home.who)


def test_nothing_is_ordered_before_the_funding_is_decided(home: Home) -> None:
    case = home.to(S.CARE_FUND)
    with pytest.raises(WrongStep):
        filling.order(case, on=home.today, **home.who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversion.objects.filter(pk=case.pk).update(ordered_on=home.today)


def test_an_expired_quote_leads_nowhere(home: Home) -> None:
    case = home.to(S.QUOTES)
    home.fill()
    Quote.objects.update(received_on=home.today - dt.timedelta(days=9), valid_until=home.today - dt.timedelta(days=1))
    with pytest.raises(GateShut, match="abgelaufen"):
        advance(case, **home.who)


def test_a_no_of_the_landlord_leads_nowhere(home: Home) -> None:
    case = home.to(S.PERMISSION)
    filling.note_permission(case, permission="no", asked_on=home.today, on=home.today, **home.who)
    with pytest.raises(GateShut, match="hat nein gesagt"):
        advance(case, **home.who)


def test_an_invoice_below_what_is_promised_is_refused(home: Home) -> None:
    case = home.to(S.ACCEPTANCE)
    with pytest.raises(NoSuchSum, match="kleiner als das"):
        filling.note_invoice(case, cents=499_999, on=home.today, **home.who)
    assert home.fresh().cost_cents == 500_000


def test_nobody_is_asked_for_money_once_it_is_ordered(home: Home) -> None:
    case = home.to(S.WORKS)
    home.fill()
    with pytest.raises(WrongStep, match="schon erteilt"):
        money.apply(case, programme=home.programmes["kfw"], cents=1000, on=home.today, **home.who)


def test_the_works_wait_for_every_application(home: Home) -> None:
    case = home.to(S.WIBANK)
    home.fill()
    money.say_share(case, payer="tenant", cents=50_000, **home.who)
    money.apply(case, programme=home.programmes["kfw"], cents=50_000, on=home.today, **home.who)
    with pytest.raises(GateShut, match="noch nicht entschieden"):
        advance(case, **home.who)


def test_the_works_wait_until_every_euro_is_covered(home: Home) -> None:
    case = home.to(S.WIBANK)
    home.fill()
    money.say_share(case, payer="tenant", cents=99_999, **home.who)
    with pytest.raises(GateShut, match="Noch zahlt nicht für alles jemand"):
        advance(case, **home.who)
    money.say_share(case, payer="tenant", cents=100_000, **home.who)
    assert advance(case, **home.who).state == S.WORKS


def test_nothing_is_ordered_on_a_day_before_the_decision(home: Home) -> None:
    case = home.to(S.WORKS)
    with pytest.raises(WrongDay, match="vor der Bewilligung"):
        filling.order(case, on=home.today - dt.timedelta(days=1), **home.who)


def test_an_application_made_late_still_stops_the_order(home: Home) -> None:
    case = home.to(S.WIBANK)
    home.fill()
    home.case = advance(case, **home.who)
    money.say_share(case, payer="tenant", cents=50_000, **home.who)
    money.rule_out(case, payer="kfw", **home.who)
    money.apply(case, programme=home.programmes["kfw"], cents=50_000, on=home.today, **home.who)
    with pytest.raises(GateShut, match="noch nicht entschieden"):
        filling.order(case, on=home.today, **home.who)


def test_b_leads_to_a_flat_that_fits_and_c_to_no(home: Home) -> None:
    case = home.to(S.CHECK)
    filling.decide(case, load_ok=False, pipes_ok=True, is_monument=False, decision="B", on=home.today, **home.who)
    assert advance(case, **home.who).state == S.MOVING
    assert filling.convert_after_all(case, **home.who).state == S.CHECK
    filling.decide(case, load_ok=False, pipes_ok=True, is_monument=False, decision="C", on=home.today, **home.who)
    assert advance(case, **home.who).state == S.REFUSED


def test_pressed_twice_it_is_one_step(home: Home) -> None:
    case = home.wish()
    shown = stamp_of(case)
    advance(case, **home.who, seen=shown)
    home.fill()
    with pytest.raises(WrongStep):
        advance(case, **home.who, seen=shown)
    assert home.fresh().state == S.ADVICE


def test_a_step_is_taken_back_once(home: Home) -> None:
    case = home.to(S.CHECK)
    assert take_back(case, **home.who).state == S.ADVICE
    with pytest.raises(NothingToTakeBack):
        take_back(case, **home.who)
    last = case.steps.last()
    assert last is not None
    assert (last.is_undo, last.by) == (True, home.helper)


def test_what_was_taken_back_leaves_the_register_of_flats(home: Home) -> None:
    case = home.to(S.DONE)
    take_back(case, **home.who)
    assert not FlatFeature.objects.exists()
    assert home.fresh().ended_at is None


def test_the_log_only_grows(home: Home) -> None:
    case = home.to(S.ADVICE)
    for change in (lambda rows: rows.update(to_state=S.DONE), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(ConversionStep.objects.filter(conversion=case))


def test_one_conversion_runs_in_a_flat(home: Home) -> None:
    home.wish()
    with pytest.raises(wishes.OpenAlready):
        home.wish()
    wishes.end(home.case, **home.who)
    assert home.wish().state == S.WISH


def test_who_wants_to_stop_stops(home: Home) -> None:
    case = home.to(S.QUOTES)
    assert wishes.end(case, **home.who, note="wish").state == S.ENDED
    assert wishes.end(case, **home.who).state == S.ENDED
    assert case.steps.filter(to_state=S.ENDED).count() == 1
