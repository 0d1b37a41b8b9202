"""Verbs about residents: taking somebody in, changing the address, keeping consent. Who they are, never what they ask."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.kit.phones import read_phone
from quarters.models import (
    Block,
    Building,
    Consent,
    Conversion,
    ConversionPerson,
    District,
    Organisation,
    Reach,
    Resident,
    User,
)

CONSENT_VERSION = "2026-11"
CONSENT_WORDING = _(
    "Damit jemand helfen kann, schreiben wir Namen, Adresse, Telefon und Ihren Wunsch auf. Wer zu Ihnen kommt, erfährt "
    "nur, was dafür nötig ist. Sie können das jederzeit zurücknehmen, auch am Telefon. Sind Sie einverstanden?"
)


class EmailBelongsToSomebody(DomainError):
    message = _("Diese E-Mail-Adresse gehört schon zu einem anderen Konto.")


def register_resident(
    *,
    now: dt.datetime,
    family_name: str,
    given_name: str = "",
    salutation: str = "",
    phone: str = "",
    email: str | None = None,
    language: str = "de",
    district: District | None = None,
    street: str = "",
    house_number: str = "",
    postcode: str = "",
    floor: str = "",
    speaks_german: bool = True,
    user: User | None = None,
    is_demo: bool = False,
) -> Resident:
    """Makes a person a resident; `user` is somebody who has signed in already. Name and number are enough.

    Raises `NotAPhoneNumber`, `EmailBelongsToSomebody`.
    """
    email = (email or "").strip() or None
    try:
        with transaction.atomic():
            person = user or User(email=email, is_demo=is_demo)
            person.given_name, person.family_name = given_name.strip(), family_name.strip()
            person.salutation, person.phone, person.language = salutation, read_phone(phone), language
            person.reach = Reach.EMAIL if person.email or person.only_writes else Reach.PHONE
            if person.pk is None:
                person.set_unusable_password()
            person.save()
            building = find_or_make_building(
                district=district, street=street, house_number=house_number, postcode=postcode
            )
            return Resident.objects.create(
                user=person, district=district, building=building, floor=floor, speaks_german=speaks_german
            )
    except IntegrityError as error:
        raise EmailBelongsToSomebody() from error


def find_or_make_building(
    *, district: District | None, street: str, house_number: str, postcode: str = ""
) -> Building | None:
    """The house at this address, made when it is new; None while street, number or district are unknown."""
    street, house_number = tidy_street(street), house_number.strip()
    if not (district and street and house_number):
        return None
    known = Building.objects.filter(
        city=district.city, street__iexact=street, house_number__iexact=house_number
    ).first()
    if known:
        return known
    return Building.objects.get_or_create(
        city=district.city,
        street=street,
        house_number=house_number,
        defaults={"district": district, "postcode": postcode.strip()},
    )[0]


def note_lift(building: Building, *, has_lift: bool) -> Building:
    """Whether the house has a lift, as somebody who lives there said."""
    building.has_lift = has_lift
    building.save(update_fields=["has_lift"])
    return building


def tidy_street(street: str) -> str:
    """„Heinrich-Steul-Str.“ and „Heinrich-Steul-Straße“ are one street."""
    street = " ".join(street.split())
    for short, long in (("str.", "straße"), ("Str.", "Straße")):
        if street.endswith(short):
            return street.removesuffix(short) + long
    return street


def update_resident(resident: Resident, **fields: Any) -> Resident:
    """Changes fields of the resident's own row, and only those."""
    for name, value in fields.items():
        setattr(resident, name, value)
    resident.save(update_fields=list(fields))
    return resident


def record_consent(
    *,
    person: User,
    purpose: str,
    language: str,
    now: dt.datetime,
    read_out_by: User | None = None,
    receiver: str = "",
    receiver_organisation: Organisation | None = None,
) -> Consent:
    """Keeps that somebody agreed to the wording of today; a standing consent stays as it is (Art. 7 DSGVO, domain 6.3).

    `receiver` is the organisation that the wording names, as it was called then; `receiver_organisation` the same as a row.
    """
    return Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        withdrawn_at=None,
        defaults={
            "wording_version": CONSENT_VERSION,
            "language": language,
            "read_out_by": read_out_by,
            "receiver": receiver or (receiver_organisation.name[:120] if receiver_organisation else ""),
            "receiver_organisation": receiver_organisation,
            "given_at": now,
        },
    )[0]


def agree_to_help(
    person: User, *, tells_hints: bool, now: dt.datetime, language: str = "", read_out_by: User | None = None
) -> None:
    """The agreement to be helped, and where there are hints the one to tell them. `language`: else the one she reads."""
    purposes = [Consent.ConsentPurpose.HELP, *([Consent.ConsentPurpose.HEALTH] if tells_hints else [])]
    for purpose in purposes:
        record_consent(
            person=person, purpose=purpose, language=language or person.reads_in, now=now, read_out_by=read_out_by
        )


def is_kept_apart(person: User, other: User) -> bool:
    """The same person, or two of whom either side does not want to meet the other."""
    both = Block.objects.filter(Q(person=person, other=other) | Q(person=other, other=person))
    return person.pk == other.pk or both.exists()


def has_consent(person: User, purpose: str) -> bool:
    return Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).exists()


def hide_conversions(person: User) -> None:
    """The landlord sees none of hers any more, and what was written down of her health is gone. Needs a transaction."""
    Conversion.objects.filter(person__resident__user=person).update(is_shared=False)
    rows = ConversionPerson.objects.filter(resident__user=person)
    rows.update(care_grade="", entitled="", diagnosis="", fund_words="")


def withdraw_consent(*, person: User, purpose: str, now: dt.datetime) -> int:
    """Ends a standing consent at once; the proof stays. Health hints go with theirs; of a conversion the landlord sees no more."""
    with transaction.atomic():
        if purpose == Consent.ConsentPurpose.HEALTH:
            Resident.objects.filter(user=person).update(health_hints="")
        if purpose == Consent.ConsentPurpose.CONVERSION:
            hide_conversions(person)
        return Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).update(withdrawn_at=now)


def kept_apart_from(person_id: int) -> list[int]:
    """Everybody (users' keys) whom she shall not meet through us, whoever of both wished it. Two short looks by index."""
    hers = Block.objects.filter(person=person_id).values_list("other", flat=True)
    theirs = Block.objects.filter(other=person_id).values_list("person", flat=True)
    return [*hers, *theirs]
