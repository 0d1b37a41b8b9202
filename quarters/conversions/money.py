"""Quotes, and who pays what. Shares are never more than the costs: the verb looks under lock, and the database refuses (domain 7, 6–9)."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.conversions.advancing import lock
from quarters.conversions.errors import (
    GateShut,
    MoreThanItCosts,
    NoCareGrade,
    NoSuchSum,
    NoSuchThing,
    PaysAlready,
    ProgrammeClosed,
    TooMuchFromProgramme,
    WrongDay,
    WrongStep,
)
from quarters.conversions.states import FUNDING_STATES, ConversionState
from quarters.costs import say_euros
from quarters.models import FUNDS, Conversion, Payer, Programme, Quote, Share, ShareState, User
from quarters.models.conversion_money import MOST_CENTS

S = ConversionState
BEFORE_ORDER = (S.QUOTES, *FUNDING_STATES, S.WORKS)
WHILE_PAYING = (*BEFORE_ORDER, S.ACCEPTANCE)


def _locked(conversion: Conversion, states: tuple[str, ...]) -> Conversion:
    row = lock(conversion)
    if row.state not in states:
        raise WrongStep()
    if not row.is_shared:
        raise GateShut(_("Die Einwilligung fehlt. Bitte fragen Sie zuerst die Mieterin oder den Mieter."))
    return row


def _check_sum(cents: int) -> None:
    if not 0 < cents <= MOST_CENTS:
        raise NoSuchSum()


def add_quote(
    conversion: Conversion,
    *,
    firm: str,
    cents: int,
    received_on: dt.date,
    valid_until: dt.date,
    by: User,
    now: dt.datetime,
) -> Quote:
    """What a firm asks. Raises `NoSuchSum`, `WrongDay`, `WrongStep`."""
    _check_sum(cents)
    if received_on > clock.local(now).date():
        raise WrongDay(_("Dieser Tag liegt in der Zukunft. Eingetragen wird, was schon da ist."))
    if valid_until < clock.local(now).date():
        raise WrongDay(_("Dieses Angebot ist schon abgelaufen."))
    with transaction.atomic():
        row = _locked(conversion, (S.QUOTES, *FUNDING_STATES))
        return Quote.objects.create(
            conversion=row, firm=firm.strip(), cents=cents, received_on=received_on, valid_until=valid_until
        )


def choose_quote(conversion: Conversion, *, quote: Quote, by: User, now: dt.datetime) -> Conversion:
    """Its sum are the costs from now on. Raises `WrongDay` for one that is over, `MoreThanItCosts` where more is promised already."""
    if quote.valid_until < clock.local(now).date():
        raise WrongDay(_("Dieses Angebot ist abgelaufen. Bitte fragen Sie den Betrieb nach einem neuen."))
    with transaction.atomic():
        row = _locked(conversion, (S.QUOTES, *FUNDING_STATES))
        if row.covered_cents > quote.cents:
            raise MoreThanItCosts()
        row.quotes.filter(is_chosen=True).exclude(pk=quote.pk).update(is_chosen=False)
        row.quotes.filter(pk=quote.pk).update(is_chosen=True)
        row.cost_cents, row.firm = quote.cents, quote.firm
        row.save(update_fields=["cost_cents", "firm"])
        return row


def say_share(conversion: Conversion, *, payer: str, cents: int, by: User, now: dt.datetime) -> Share:
    """Tenant, landlord or a foundation pays this; said again, the new sum counts. Raises `MoreThanItCosts`, `NoSuchSum`."""
    _check_sum(cents)
    if payer in FUNDS or payer not in Payer.values:
        raise NoSuchThing()
    with transaction.atomic():
        row = _locked(conversion, WHILE_PAYING)
        known = row.shares.filter(payer=payer).first()
        share = known or Share(conversion=row, payer=payer)
        share.state, share.asked_cents = ShareState.SAID, cents
        return _save(row, share, cents)


def apply(
    conversion: Conversion,
    *,
    programme: Programme,
    cents: int,
    on: dt.date,
    by: User,
    now: dt.datetime,
) -> Share:
    """An application, always before the order. The programme has to take applications on that day, and gives no more than it may.

    Raises `ProgrammeClosed`, `TooMuchFromProgramme`, `PaysAlready`, `NoCareGrade`, `MoreThanItCosts`, `WrongStep`.
    """
    _check_sum(cents)
    if on > clock.local(now).date():
        raise WrongDay(_("Dieser Tag liegt in der Zukunft. Eingetragen wird, was schon beantragt ist."))
    if not programme.takes(on):
        words = _("{name} nimmt am {day} keine Anträge an.")
        raise ProgrammeClosed(words.format(name=programme.name, day=clock.say_date(on, with_year=True)))
    with transaction.atomic():
        row = _locked(conversion, BEFORE_ORDER)
        if row.ordered_on is not None:
            raise WrongStep(_("Der Auftrag ist schon erteilt. Danach nimmt niemand mehr einen Antrag an."))
        if row.shares.filter(payer=programme.fund).exclude(state=ShareState.NONE).exists():
            raise PaysAlready()
        _check_most(row, programme, cents)
        share = row.shares.filter(payer=programme.fund).first() or Share(conversion=row, payer=programme.fund)
        share.programme, share.state, share.asked_cents, share.applied_on = programme, ShareState.ASKED, cents, on
        return _save(row, share, cents)


def _check_most(row: Conversion, programme: Programme, cents: int) -> None:
    people = 1
    if programme.fund == Payer.CARE_FUND:
        person = row.person
        if not person.care_grade:
            raise NoCareGrade()
        people = int(person.entitled or 1)
    most = programme.most_cents(row.cost_cents or 0, people)
    if cents > most:
        words = _("{name} gibt hier höchstens {most}.")
        raise TooMuchFromProgramme(words.format(name=programme.name, most=say_euros(most)))


def decide_share(conversion: Conversion, *, share: Share, cents: int, on: dt.date, by: User, now: dt.datetime) -> Share:
    """The fund has answered: so much, or nothing (0). Raises `WrongDay`, `TooMuchFromProgramme`, `MoreThanItCosts`, `WrongStep`."""
    if cents:
        _check_sum(cents)
    if on > clock.local(now).date():
        raise WrongDay(_("Dieser Tag liegt in der Zukunft. Eingetragen wird, was schon da ist."))
    with transaction.atomic():
        row = _locked(conversion, WHILE_PAYING)
        share = row.shares.select_related("programme").get(pk=share.pk)
        if share.programme is None or share.applied_on is None:
            raise WrongStep()
        if on < share.applied_on:
            raise WrongDay(_("Die Entscheidung kann nicht vor dem Antrag gewesen sein."))
        if cents:
            _check_most(row, share.programme, cents)
        share.state, share.decided_on = (ShareState.APPROVED if cents else ShareState.REFUSED), on
        return _save(row, share, cents)


def rule_out(conversion: Conversion, *, payer: str, by: User, now: dt.datetime) -> Share:
    """This fund is not asked: it does not fit, or nobody wants it. What was asked for there is taken back."""
    if payer not in FUNDS:
        raise NoSuchThing()
    with transaction.atomic():
        row = _locked(conversion, BEFORE_ORDER)
        share = row.shares.filter(payer=payer).first() or Share(conversion=row, payer=payer)
        share.state, share.programme, share.asked_cents = ShareState.NONE, None, 0
        share.applied_on = share.decided_on = None
        return _save(row, share, 0)


def drop_share(conversion: Conversion, *, share: Share, by: User, now: dt.datetime) -> None:
    """Typed by mistake. Twice changes nothing."""
    with transaction.atomic():
        _locked(conversion, WHILE_PAYING).shares.filter(pk=share.pk).delete()


def _save(row: Conversion, share: Share, cents: int) -> Share:
    """The caller holds the lock. Raises `MoreThanItCosts`, whatever anybody else may have written beside it."""
    before = share.cents if share.pk else 0
    if row.covered_cents - before + cents > (row.cost_cents or 0):
        raise MoreThanItCosts()
    share.cents = cents
    try:
        with transaction.atomic():
            share.save()
    except IntegrityError as error:
        raise MoreThanItCosts() from error
    return share
