"""What lies with the nurse who is on call where somebody is asked for at once: a call handed on, an incident of her own."""

import datetime as dt

from helpers.on_duty.on_call import on_call_at
from piano.kit import clock
from quarters.models import Consent, Resident, User
from quarters.people.residents import record_consent
from requests.circles.sending import send
from requests.incidents.access import who_can_be_told
from requests.incidents.acts import write_down
from requests.models import ReferralKind
from requests.wishes.intake import Caller
from requests.wishes.referrals import refer_call

WORDS, ABOUT = (
    "Nach dem Krankenhaus sind Kompressionsstrümpfe neu, allein geht es nicht.",
    "Hilfe beim Anziehen am Morgen",
)
SEEN = "Beim Kommen standen zwei Nachbarn im Flur und stritten laut. Die Bewohnerin hatte Angst, die Tür zu öffnen."


def write_nursing(resident: Resident, *, helper: User, now: dt.datetime) -> None:
    """In the resident's district, where somebody is on duty at this moment."""
    district = resident.district
    duty = on_call_at(district=district, moment=now).first() if district else None
    if district is None or duty is None or duty.service is None:
        return
    record_consent(person=resident.user, purpose=Consent.ConsentPurpose.HELP, language="de", now=now)
    referral = refer_call(
        kind=ReferralKind.PROFESSIONAL,
        words=WORDS,
        district=district,
        resident=resident,
        caller=Caller(name=resident.user.addressed_name, phone=resident.user.phone),
        by=helper,
        now=now,
    )
    last = clock.local(now).date() + dt.timedelta(days=2)
    send(referral, duty.service.organisation, answer_by=last, about=ABOUT, by=helper, now=now)
    readers = [one for one in who_can_be_told([district.pk]) if one != duty.person][:1]
    if readers:
        write_down(district=district, about=None, what=SEEN, by=duty.person, readers=readers, now=now)
