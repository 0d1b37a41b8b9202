"""After the talk she has a file: an account to sign in with, and a volunteer's row that nobody is sent by yet."""

import datetime as dt

from piano.kit import clock
from quarters.models import Building, Organisation, User
from quarters.people.residents import tidy_street
from quarters.people.written_address import read_address
from volunteers.joining import answer_interest
from volunteers.models import Interest, Path, Volunteer, VolunteerState
from volunteers.path import errors
from volunteers.path.contact import know_person


def take_in(path: Path, *, association: Organisation | None, by: User, now: dt.datetime) -> Volunteer:
    """Opens her file from what she wrote, in state `applied`. The caller holds the path. Twice is one.

    Whoever signs in with this address already keeps her account; somebody who helped before comes back to her file.
    Raises `NoAssociation`, `AddressOfSomebodyElse`.
    """
    if path.volunteer is not None:
        return path.volunteer
    if association is None or path.interest is None:
        raise errors.NoAssociation()
    interest = path.interest
    volunteer = _file_of(account_of(interest), interest, association=association, now=now)
    volunteer.categories.set(interest.categories.all())
    path.volunteer, path.association = volunteer, association
    path.save(update_fields=["volunteer", "association"])
    answer_interest(interest, by=by, now=now)
    return volunteer


def account_of(interest: Interest) -> User:
    """Hers, as she was written to; else the account that the address has under the same family name, or a new one."""
    found = know_person(interest, language=next(iter(interest.languages), "de"))
    if found is None:
        raise errors.AddressOfSomebodyElse()
    return found


def _file_of(user: User, interest: Interest, *, association: Organisation, now: dt.datetime) -> Volunteer:
    latitude, longitude = where(interest)
    came_back = {"state": VolunteerState.APPLIED, "left_on": None, "association": association}
    first = {
        "district": interest.district,
        "latitude": latitude,
        "longitude": longitude,
        "languages": sorted({user.language or "de", *interest.languages}),
        "joined_on": clock.local(now).date(),
    }
    row = Volunteer.objects.filter(user=user).first()
    if row is None:
        return Volunteer.objects.create(user=user, **came_back, **first)
    if row.state == VolunteerState.LEFT:
        Volunteer.objects.filter(pk=row.pk).update(**came_back)
        row.refresh_from_db()
    return row


def where(interest: Interest) -> tuple[float, float]:
    """Her house where we know it, else the middle of the district."""
    address = read_address(interest.address)
    house = Building.objects.filter(
        district=interest.district,
        street__iexact=tidy_street(address["street"]),
        house_number__iexact=address["house_number"],
    ).first()
    return house.point if house else (interest.district.latitude, interest.district.longitude)
