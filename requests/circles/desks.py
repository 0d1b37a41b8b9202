"""How an organisation is reached: people of its own here, else its address or number, which belong to a desk.

A desk is the person under whom the outbox knows an organisation. It follows what GWG enters in the panel; a new address is a new
desk, so that links sent to the old one open nothing.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from helpers.rota.team import office_of
from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import Organisation, OrganisationKind, Reach, Role, RoleKind, User
from requests.models import Desk, Sending, SendingWay

NAME_ROOM = 60  # of a family name


class NobodyThere(DomainError):
    message = _("Diese Stelle hat niemanden mit einem Konto bei uns. Bitte wählen Sie einen anderen Weg.")


class NoAddress(DomainError):
    message = _("Von dieser Stelle haben wir keine E-Mail-Adresse. Bitte rufen Sie an, oder schreiben Sie einen Brief.")


class AddressOfLandlord(DomainError):
    message = _("Diese E-Mail-Adresse gehört zum Vermieter. Dorthin geben wir nichts weiter.")


def way_to(organisation: Organisation, *, day: dt.date) -> str:
    """The way on which an answer comes soonest: its own page, a mail, the telephone, at last a letter."""
    if office_people(organisation, day=day):
        return SendingWay.PAGE
    if organisation.email:
        return SendingWay.EMAIL
    return SendingWay.PHONE if organisation.phone else SendingWay.LETTER


def office_people(organisation: Organisation, *, day: dt.date) -> list[User]:
    """Who answers for a care service on its own page."""
    service = getattr(organisation, "care_service", None)
    return office_of(service, day=day) if service else []


def recipients_of(sending: Sending, *, day: dt.date) -> list[User]:
    """Who is written to, or called; nobody where it goes as a letter. Raises `NobodyThere`, `NoAddress`, `AddressOfLandlord`."""
    organisation = sending.organisation
    if sending.way == SendingWay.LETTER:
        return []
    if sending.way == SendingWay.PAGE:
        found = office_people(organisation, day=day)
        if not found:
            raise NobodyThere()
        return found
    if sending.way == SendingWay.EMAIL and not organisation.email:
        raise NoAddress()
    return [desk_of(organisation, by_mail=sending.way == SendingWay.EMAIL)]


def desk_of(organisation: Organisation, *, by_mail: bool) -> User:
    """The same as long as the address and the number are. Locks the organisation. Raises `AddressOfLandlord`."""
    with transaction.atomic():
        row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        email = row.email if by_mail else ""
        person = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
        if email and _is_landlords(person, email):
            raise AddressOfLandlord()
        known = Desk.objects.select_related("user").filter(organisation=row, by_mail=by_mail).first()
        if known and _still_holds(known.user, row, email):
            return known.user
        person = person or _new_desk(row, email)
        Desk.objects.update_or_create(organisation=row, by_mail=by_mail, defaults={"user": person})
        return person


def _new_desk(organisation: Organisation, email: str) -> User:
    """An address that an account keeps which is closed is not taken from it: then somebody calls."""
    is_taken = User.objects.filter(email__iexact=email).exists()
    return User.objects.create_user(
        email if email and not is_taken else None,
        family_name=organisation.name[:NAME_ROOM],
        phone=organisation.phone,
        reach=Reach.EMAIL if email else Reach.PHONE,
        is_demo=organisation.is_demo,
    )


def _still_holds(user: User, organisation: Organisation, email: str) -> bool:
    has_address = (user.email or "").lower() == email.lower()
    return user.is_active and has_address and (bool(email) or user.phone == organisation.phone)


def _is_landlords(person: User | None, email: str) -> bool:
    """GWG enters the addresses of other organisations; none of them may lead back to it, into no mailbox of its domain either."""
    landlords = Organisation.objects.filter(kind=OrganisationKind.LANDLORD)
    domains = {_domain(one) for one in landlords.exclude(email="").values_list("email", flat=True)}
    if any(f".{_domain(email)}".endswith(f".{one}") for one in domains):
        return True
    roles = Role.objects.valid_on(clock.today()).filter(user=person)
    is_theirs = Q(kind=RoleKind.GWG_STAFF) | Q(organisation__in=landlords)
    return person is not None and (person.is_staff or roles.filter(is_theirs).exists())


def _domain(email: str) -> str:
    return email.rpartition("@")[2].strip().lower()


def is_desk_of(user_id: int, organisation: Organisation) -> bool:
    """At this moment: its address in the panel is still that of this person, and has not become the landlord's."""
    rows = Desk.objects.filter(organisation=organisation, by_mail=True, user=user_id, user__is_active=True)
    row = rows.select_related("user").first()
    if row is None or not (row.user.email or "").lower() == organisation.email.lower() != "":
        return False
    return not _is_landlords(row.user, organisation.email)


def desks_in(districts: frozenset[int]) -> QuerySet[Any, Any]:
    """People of desks to which something of these districts was handed on and is not over: helpers call them."""
    theirs = Sending.objects.filter(
        organisation=OuterRef("organisation"), referral__district__in=districts, ended_at=None
    )
    alone = Desk.objects.filter(
        user__resident=None, user__volunteer=None, user__roles=None
    )  # else her own calls would show
    return alone.filter(Exists(theirs)).values("user")
