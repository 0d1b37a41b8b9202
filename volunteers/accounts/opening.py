"""Who of an association may have an account or an allowance; opening one for a tenant whose name and number the officer was told."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.errors import DomainError
from piano.kit.phones import NotAPhoneNumber, read_phone
from quarters.models import Organisation, Role, User
from volunteers.accounts.access import check_officer
from volunteers.accounts.booking import open_account
from volunteers.models import TimeAccount, Volunteer, VolunteerState


class NobodyLikeThat(DomainError):
    message = _("Unter diesem Nachnamen und dieser Nummer kennen wir niemanden. Fragen Sie im Treffpunkt nach.")


def open_for(association: Organisation, *, family_name: str, phone: str, by: User, now: dt.datetime) -> TimeAccount:
    """Both have to fit exactly: an officer cannot look through residents. Raises `NobodyLikeThat`, `NoAccounts`."""
    check_officer(by, association)
    try:
        number = read_phone(phone)
    except NotAPhoneNumber as error:
        raise NobodyLikeThat() from error
    person = User.objects.filter(family_name__iexact=family_name.strip(), phone=number, is_active=True).first()
    if person is None or not number:
        raise NobodyLikeThat()
    return open_account(person, association=association, now=now)


def people_of(association: Organisation) -> QuerySet[User]:
    """Who helps there or has an office today, by name."""
    helping = Volunteer.objects.filter(association=association).exclude(state=VolunteerState.LEFT)
    offices = Role.objects.valid_on(clock.today()).filter(organisation=association)
    found = User.objects.filter(Q(pk__in=helping.values("user")) | Q(pk__in=offices.values("user")))
    return found.order_by(*alphabetical("family_name", "given_name"), "pk")
