"""When the care partner on call may be asked: for what only professionals do, or what a human called urgent, and never before
the person heard the price and said yes. The software pushes nobody up that ladder.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from quarters.models import Urgency, User
from requests.models import CareAgreement, HelpRequest


class NotForDuty(DomainError):
    message = _("Die Bereitschaft kommt nur bei Aufgaben für Fachleute oder wenn Sie es als dringend markiert haben.")


class PriceNotAgreed(DomainError):
    message = _("Bitte sagen Sie der Person zuerst den Preis, und halten Sie ihr Ja fest.")


class PriceMissing(DomainError):
    message = _("Bitte schreiben Sie den Satz mit dem Preis auf, den Sie gesagt haben.")


class OwnServiceFirst(DomainError):
    message = _("Die Person hat einen eigenen Pflegedienst. Bitte fragen Sie ihn zuerst.")


def is_for_duty(help_request: HelpRequest) -> bool:
    """Only professionals may, or a human marked it urgent. A wish for today is not urgent by itself."""
    return help_request.category.is_professional or help_request.urgent_at is not None


def agreement_of(help_request: HelpRequest) -> CareAgreement | None:
    return CareAgreement.objects.filter(help_request=help_request, withdrawn_at=None).first()


def may_call_out(help_request: HelpRequest) -> bool:
    return is_for_duty(help_request) and agreement_of(help_request) is not None


def check_may_call_out(help_request: HelpRequest) -> None:
    """Raises `NotForDuty`, `PriceNotAgreed`."""
    if not is_for_duty(help_request):
        raise NotForDuty()
    if agreement_of(help_request) is None:
        raise PriceNotAgreed()


def mark_urgent(help_request: HelpRequest, *, by: User, now: dt.datetime) -> HelpRequest:
    """A human says that it can not wait. Locks the request; who said it first stays."""
    with transaction.atomic():
        row = HelpRequest.objects.select_for_update(no_key=True, of=("self",)).get(pk=help_request.pk)
        if row.urgent_at is None:
            row.urgency, row.urgent_by, row.urgent_at = Urgency.URGENT, by, now
            row.save(update_fields=["urgency", "urgent_by", "urgent_at"])
    for name in ("urgency", "urgent_by", "urgent_at"):
        setattr(help_request, name, getattr(row, name))
    return help_request


def agree_to_price(
    help_request: HelpRequest, *, price: str, by: User, now: dt.datetime, own_service_first: bool = False
) -> CareAgreement:
    """She heard the sentence with the price and said yes. A standing agreement stays.

    `own_service_first`: her own care service was named before. Raises `PriceMissing`, `OwnServiceFirst`.
    """
    if not price.strip():
        raise PriceMissing()
    if help_request.resident.care_service_name and not own_service_first:
        raise OwnServiceFirst()
    try:
        with transaction.atomic():
            return CareAgreement.objects.create(
                help_request=help_request,
                price=price.strip()[:200],
                own_service_first=own_service_first,
                said_by=by,
                given_at=now,
            )
    except IntegrityError:
        return CareAgreement.objects.get(help_request=help_request, withdrawn_at=None)


def take_back_agreement(help_request: HelpRequest, *, now: dt.datetime) -> int:
    """She does not want the care service any more. Who was asked already is answered by a human; returns how many ended."""
    return CareAgreement.objects.filter(help_request=help_request, withdrawn_at=None).update(withdrawn_at=now)
