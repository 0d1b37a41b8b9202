"""Invented associations for showing: one whose founders wait for court and tax office, one that has run for two years."""

import datetime as dt

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from piano.kit import clock
from quarters.models import District, Organisation, User
from volunteers.clubs import assemblies
from volunteers.clubs.board import elect
from volunteers.clubs.cash import cash_list, mark_paid
from volunteers.clubs.founding import add_founder, begin, change_facts, take_step
from volunteers.clubs.inviting import send_link
from volunteers.clubs.members import admit, call_fees, leave
from volunteers.clubs.office import close_day, write_line
from volunteers.clubs.offices import BoardOffice
from volunteers.clubs.renewing import finish_open, plan_assembly, plan_tax
from volunteers.clubs.rostering import plan_duty
from volunteers.clubs.rules import change_rules
from volunteers.models import Founding, Member, RenewalKind

FOUNDERS = (
    ("Hanne Petri", BoardOffice.CHAIR), ("Yusuf Aydın", BoardOffice.TREASURER), ("Olga Weiß", BoardOffice.DEPUTY),
    ("Karl Heinz Ruppel", ""), ("Samira Haddad", ""), ("Edith Lang", ""), ("Viktor Braun", ""), ("Ewa Nowak", ""),
)  # fmt: skip
WAY = (  # (step, days ago, waits)
    ("purpose", 110, False), ("statute", 96, False), ("check_tax", 94, True), ("check_tax", 66, False), ("founders", 60, False),
    ("invite", 52, False), ("assembly", 30, False), ("tax", 29, True), ("certify", 22, False),
    ("register", 21, True), ("insurance", 12, True),
)  # fmt: skip
MEMBERS = (
    "Renate Vogt", "Dieter Kühn", "Fatma Yıldız", "Heinz Brandt", "Irina Petrowa", "Gisela Krug", "Mehmet Çelik", "Ursula Noll",
    "Paul Seibert", "Lydia Hahn", "Omar Saleh", "Anneliese Rau", "Bernd Thiel", "Katja Wolf", "Manfred Böhm", "Sabine Roth",
    "Tomasz Zieliński", "Erika Jung",
)  # fmt: skip
LINES = (
    "Frau Sommer ruft an: sucht jemanden, der am Freitag mit zum Augenarzt geht. An die Vermittlung gegeben, sie hört heute davon.",
    "Herr Nolte fragt, ob jemand die Glühbirne im Flur tauscht. Termin morgen 15 Uhr mit Dieter Kühn.",
    "Post: Bescheid des Finanzamts. Liegt im Ordner „Steuer“.",
)


def write_clubs(*, helper: User, association: Organisation, now: dt.datetime) -> None:
    """In the helper's district, by the same verbs as real ones. Everybody in it is invented and marked so."""
    _founding(helper, now=now)
    _running(association, by=helper, now=now)
    User.objects.filter(memberships__association=association).update(is_demo=True)
    User.objects.filter(foundings__isnull=False, email__endswith="@demo.example").update(is_demo=True)


def _founding(helper: User, *, now: dt.datetime) -> Founding:
    district = District.objects.filter(roles__user=helper).order_by("number")[0]
    today, begun = clock.local(now).date(), now - dt.timedelta(days=112)
    words = "Wir helfen uns im Alltag: Einkaufen, Begleitung, Besuche, und einmal im Monat ein Essen für alle."
    row = begin(
        name=f"Nachbarschaft {district.name} (erfunden)", district=district, by=helper, now=begun, purpose=words
    )
    met = clock.at(today - dt.timedelta(days=30), dt.time(17))
    facts = {"meets_at": met, "meets_where": "im Treffpunkt", "leader": "Edith Lang", "minute_taker": "Samira Haddad"}
    change_facts(row, now=begun, heir="die Stadt Kassel", **facts)
    for place, (name, office) in enumerate(FOUNDERS):
        votes = {"votes_yes": 7, "votes_no": 0, "abstained": 1, "accepts": True} if office else {}
        said = {
            "street": f"Musterstraße {place * 2 + 3}, Kassel",
            "phone": f"+4969900097{place:03d}",
            "has_signed": True,
        }
        said["language"] = "tr" if name.startswith("Yusuf") else "de"
        one = add_founder(
            row, name=name, office=office, email=f"gruendung{place}@demo.example", now=begun, **said, **votes
        )
        if place < 2:
            send_link(one, now=now)
    for code, days, waits in WAY:
        day = today - dt.timedelta(days=days)
        take_step(row, code, on=day, waits=waits, by=helper, now=now - dt.timedelta(days=days))
    return row


def _running(association: Organisation, *, by: User, now: dt.datetime) -> None:
    today = clock.local(now).date()
    since = today - relativedelta(months=20)
    change_rules(
        association, fee_cents=2400, family_fee_cents=3600, supporter_fee_cents=10_000, founded_on=since, purpose="Hilfe im Alltag",
        register_number="VR 00000",
    )  # fmt: skip
    members = _members(association, since=since, now=now)
    board = (BoardOffice.CHAIR, BoardOffice.DEPUTY, BoardOffice.TREASURER)
    for office, member in zip(board, members, strict=False):
        elect(member, office=office, on=since, by=by, now=now, votes_yes=14, votes_no=0, abstained=1)
    finish_open(association, RenewalKind.REGISTER, on=since + dt.timedelta(days=20), by=by, now=now)
    officer = Member.objects.select_related("person").get(pk=members[0].pk).person
    assert officer is not None
    plan_tax(association, notice_on=today + dt.timedelta(days=75) - relativedelta(years=3))
    plan_assembly(association, last_on=today + dt.timedelta(days=25) - relativedelta(years=1))
    _meetings(association, by=officer, now=now)
    _fees(association, by=officer, now=now)
    _office(association, members, by=officer, now=now)


def _members(association: Organisation, *, since: dt.date, now: dt.datetime) -> list[Member]:
    found: list[Member] = []
    for place, name in enumerate(MEMBERS):
        said = {"street": f"Musterweg {place + 1}, Kassel", "phone": f"+4969900095{place:03d}"}
        email = f"verein{association.pk}.{place}@demo.example" if place < 3 else ""
        joined = since + dt.timedelta(days=21 * place if place > 7 else 0)
        found.append(admit(association, name=name, joined_on=joined, email=email, **said))
    admit(association, name="Jonas Vogt", joined_on=since, family=found[0])
    admit(association, name="Apotheke am Markt (erfunden)", joined_on=since, kind="supporting", is_legal_person=True)
    leave(found[9], on=clock.local(now).date() - dt.timedelta(days=20), now=now)
    return found


def _meetings(association: Organisation, *, by: User, now: dt.datetime) -> None:
    today = clock.local(now).date()
    agenda = "Begrüßung\nBericht des Vorstands\nBericht der Kasse\nEntlastung\nWas wir im nächsten Jahr vorhaben\nVerschiedenes"
    said = {"kind": "ordinary", "place": "im Treffpunkt", "agenda": agenda}
    last = assemblies.call(association, held_at=clock.at(today - dt.timedelta(days=340), dt.time(17)), **said)
    assemblies.note_invited(last, on=today - dt.timedelta(days=362), by=by, now=now)
    decided = "Der Bericht der Kasse ist angenommen: 13 Ja, 0 Nein, 1 Enthaltung.\n"
    decided += "Der Vorstand ist entlastet: 11 Ja, 0 Nein, 3 Enthaltungen."
    assemblies.write_minutes(
        last,
        leader=MEMBERS[0],
        minute_taker=MEMBERS[5],
        present=14,
        minutes=decided,
        by=by,
        now=now - dt.timedelta(days=339),
    )
    assemblies.call(association, held_at=clock.at(today + dt.timedelta(days=24), dt.time(17)), **said)


def _fees(association: Organisation, *, by: User, now: dt.datetime) -> None:
    """Most have paid, some not yet."""
    today = clock.local(now).date()
    call_fees(association, year=today.year)
    for place, line in enumerate(cash_list(association, year=today.year, on=today)):
        if place % 4 and line.source == "beitrag":
            mark_paid(
                association,
                line.mark,
                on=max(dt.date(today.year, 1, 1), today - dt.timedelta(days=40 + place)),
                by=by,
                now=now,
            )


def _office(association: Organisation, members: list[Member], *, by: User, now: dt.datetime) -> None:
    today = clock.local(now).date()
    for ahead in range(1, 12):
        day = today + dt.timedelta(days=ahead)
        if clock.is_working_day(day):
            plan_duty(members[ahead % 6], day=day, starts=dt.time(9), ends=dt.time(11))
    yesterday = now - dt.timedelta(days=1)
    for words in LINES[:2]:
        write_line(association, words=words, by=by, now=yesterday)
    close_day(association, clock.local(yesterday).date(), by=by, now=yesterday)
    write_line(association, words=LINES[2], by=by, now=now)
