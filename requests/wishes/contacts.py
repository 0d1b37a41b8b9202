"""Whoever asks for somebody else and wants to hear of it is a person of her own: messages need a recipient."""

from piano.kit.phones import read_phone
from quarters.models import Reach, Resident, User
from requests.models import HelpRequest, Notify


def contact_for(resident: Resident, *, name: str, phone: str, user: User | None) -> User | None:
    """Who is signed in; else who asked for this resident before under the same name and number; else a new person.

    None without a number: nobody could be called. Raises `NotAPhoneNumber`.
    """
    given_name, _, family_name = name.strip().rpartition(" ")
    if user is not None:
        if not user.family_name:  # came by a code alone, and has just said the name
            user.given_name, user.family_name = given_name[:60], family_name[:60]
            user.save(update_fields=["given_name", "family_name"])
        return user
    number = read_phone(phone)
    if not number or not family_name:
        return None
    fields = {"given_name": given_name[:60], "family_name": family_name[:60], "phone": number}
    known = User.objects.filter(contact_requests__resident=resident, email=None, **fields).first()
    return known or User.objects.create_user(reach=Reach.PHONE, **fields)


def hearers_of(help_request: HelpRequest, *, at_the_door: bool = False) -> list[User]:
    """Who hears what becomes of a request, as it was agreed. `at_the_door`: whoever opens the door hears it in any case."""
    tenant, contact = help_request.resident.user, help_request.contact
    if contact is None or contact == tenant or help_request.notify == Notify.TENANT:
        return [tenant]
    return [contact] if help_request.notify == Notify.CALLER and not at_the_door else [tenant, contact]
