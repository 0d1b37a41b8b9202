"""How a conversion begins and ends: a wish, the agreement to it, the end of both (domain 7, steps 1 and 2)."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from piano.messaging.outbox import cancel_owed
from quarters.conversions import notices
from quarters.conversions.advancing import begin, lock, move
from quarters.conversions.errors import GateShut, NoHome, OpenAlready
from quarters.conversions.states import OPEN_STATES, ConversionState
from quarters.models import Building, Consent, Conversion, ConversionPerson, Flat, Resident, User
from quarters.people.residents import record_consent, withdraw_consent

CONVERSION = Consent.ConsentPurpose.CONVERSION
WORDING = _(
    "Für den Umbau sagen wir Ihrem Vermieter ({landlord}): um welche Wohnung es geht, was umgebaut werden soll, Termine und "
    "Beträge. Pflegegrad, Krankheiten und Briefe der Pflegekasse sagen wir ihm nicht: Die bleiben bei Ihnen und der "
    "Nachbarschaftshilfe. Sie können das jederzeit zurücknehmen, auch am Telefon. Dann sieht Ihr Vermieter nichts mehr, wir löschen, "
    "was wir über Pflegegrad und Krankheiten aufgeschrieben haben, und der Umbau ruht. Was schon bestellt ist, klären wir mit Ihnen. "
    "Sind Sie einverstanden?"
)


class NoLandlord(GateShut):
    message = _("Beim Haus steht noch kein Vermieter. Bitte sagen Sie der Verwaltung Bescheid.")


def say_wording(landlord: str) -> str:
    """The agreement as it is read out, with the landlord's name."""
    return str(WORDING).format(landlord=landlord)


def open_wish(
    *, resident: Resident, wish: str, source: str, by: User, now: dt.datetime, position: str = "", agrees: bool = False
) -> Conversion:
    """A wish for the flat in which she lives. `agrees`: the wording was read out and she said yes.

    Raises `NoHome` while no house is known, `OpenAlready` where one runs for the flat.
    """
    if resident.building is None:
        raise NoHome()
    with transaction.atomic():
        flat = find_or_make_flat(resident.building, position or resident.floor)
        if Conversion.objects.filter(flat=flat, state__in=OPEN_STATES).exists():
            raise OpenAlready()
        row = Conversion(flat=flat, landlord=resident.building.landlord, helper=by)
        try:
            with transaction.atomic():
                begin(row, by=by, now=now)
        except IntegrityError as error:
            raise OpenAlready() from error
        ConversionPerson.objects.create(conversion=row, resident=resident, wish=wish.strip(), source=source)
        if agrees:
            agree(row, by=by, now=now, read_out_by=by)
        return row


def find_or_make_flat(building: Building, position: str) -> Flat:
    """„2. Stock links“ in this house."""
    where = " ".join(position.split())[:40] or str(_("Lage noch nicht bekannt"))
    found = Flat.objects.filter(building=building, position__iexact=where).first()
    return found or Flat.objects.get_or_create(building=building, position=where)[0]


def agree(conversion: Conversion, *, by: User, now: dt.datetime, read_out_by: User | None = None) -> Conversion:
    """She agrees that the landlord, who is named, learns of flat, measures, dates and sums. Twice changes nothing.

    Raises `NoLandlord`: nobody can agree to a receiver without a name.
    """
    with transaction.atomic():
        row = lock(conversion)
        if row.landlord is None:
            raise NoLandlord(str(NoLandlord.message))
        person = row.person.resident.user
        name = row.landlord.name
        if Consent.objects.filter(person=person, purpose=CONVERSION, withdrawn_at=None).exclude(receiver=name).exists():
            withdraw_consent(person=person, purpose=CONVERSION, now=now)
        record_consent(
            person=person, purpose=CONVERSION, language=person.reads_in, now=now, read_out_by=read_out_by, receiver=name
        )
        row.is_shared = True
        row.save(update_fields=["is_shared"])
    return row


def withdraw_agreement(conversion: Conversion, *, by: User, now: dt.datetime) -> None:
    """The landlord sees nothing of it from this moment, what was written of her health is gone, and every gate is shut.

    Twice changes nothing.
    """
    with transaction.atomic():
        row = lock(conversion)
        withdraw_consent(person=row.person.resident.user, purpose=CONVERSION, now=now)


def end(conversion: Conversion, *, by: User, now: dt.datetime, note: str = "", is_refusal: bool = False) -> Conversion:
    """She does not want it any more, has moved out, or it is not possible. Raises `WrongStep` where the table has no such step."""
    with transaction.atomic():
        row = lock(conversion)
        if not row.is_open:
            return row
        return move(row, ConversionState.REFUSED if is_refusal else ConversionState.ENDED, by=by, now=now, note=note)


def stop_for(resident: Resident) -> None:
    """She has died: nobody is written to, and the landlord sees nothing of it; a helper ends what is open. Needs a transaction."""
    for conversion in Conversion.objects.filter(person__resident=resident, state__in=OPEN_STATES):
        cancel_owed(subject=notices.subject_of(conversion))
    Conversion.objects.filter(person__resident=resident).update(is_shared=False)


def go_on_for(resident: Resident) -> None:
    """It was a mistake: whoever agreed has still agreed. Needs a transaction."""
    if Consent.objects.filter(person=resident.user_id, purpose=CONVERSION, withdrawn_at=None).exists():
        Conversion.objects.filter(person__resident=resident).update(is_shared=True)
