"""Invented ideas for showing: one that runs for months, one before its first meeting, one that waits to be looked over, one that pauses."""

import datetime as dt

from piano.kit import clock
from piano.messaging.outbox import cancel_owed_of
from quarters.ideas.bringing import Somebody, bring_idea, change_page
from quarters.ideas.joining import join
from quarters.ideas.looking_over import enable, publish
from quarters.ideas.meeting import set_meeting
from quarters.ideas.money import ask_money, decide
from quarters.ideas.moving import move
from quarters.ideas.notices import budget_subject, person_subject, subject_of
from quarters.ideas.stages import Stage
from quarters.models import District, Initiative, User, Verdict

NAMES = ("Hanne Petri", "Yusuf Aydın", "Olga Weiß", "Karl Heinz Ruppel", "Samira Haddad", "Edith Lang", "Viktor Braun")
IDEAS = (
    (
        "Spaziergang am Dienstag",
        "Wir gehen eine Stunde durch das Quartier, langsam, mit Pausen auf jeder Bank. Rollator ist kein Hindernis. "
        "Danach trinken wir Kaffee im Treffpunkt.",
        "Hanne Petri",
        "jeden Dienstag um 15 Uhr",
    ),
    (
        "Reparaturtisch",
        "Lampe wackelt, Toaster streikt, Naht offen? Wir sehen es uns zusammen an. Werkzeug ist da, Kuchen auch.",
        "Yusuf Aydın",
        "am ersten Samstag im Monat um 14 Uhr",
    ),
    (
        "Wir wollen einen Fahrstuhl-Lotsen",
        "Wenn der Aufzug steht, kommen viele nicht hinaus. Wir möchten eine Liste, wer wem beim Tragen hilft, "
        "und jemanden, der die Störung meldet.",
        "Olga Weiß",
        "",
    ),
    (
        "Beete im Hof",
        "Zwischen den Häusern ist Platz für drei Hochbeete. Wer gräbt mit um, wer gießt, wer hat Stauden übrig?",
        "Karl Heinz Ruppel",
        "",
    ),
    (
        "Nähen und Erzählen",
        "Wir nähen, stopfen und reden, in allen Sprachen. Zwei Maschinen haben wir schon.",
        "Samira Haddad",
        "",
    ),
)


def write_ideas(*, helper: User, staff: User | None, now: dt.datetime) -> int:
    """In the helper's districts, by the same verbs as real ones. Returns how many."""
    districts = list(District.objects.filter(roles__user=helper).distinct().order_by("number"))
    if not districts:
        return 0
    rows = [_bring(number, districts[number % len(districts)], now=now) for number in range(len(IDEAS))]
    walk, table, lift, beds, _sewing = rows
    _run(walk, helper=helper, since=now - dt.timedelta(days=240), now=now, rhythm=IDEAS[0][3])
    _run(table, helper=helper, since=now - dt.timedelta(days=100), now=now, rhythm=IDEAS[1][3])
    move(walk, Stage.GROUP, by=helper, now=now - dt.timedelta(days=60))
    _begin(lift, helper=helper, since=now - dt.timedelta(days=9))
    publish(beds, by=helper, now=now - dt.timedelta(days=30))
    move(beds, Stage.PAUSED, by=None, now=now - dt.timedelta(days=3), note="Im Winter ruht der Garten")
    _money(walk, table, staff=staff, now=now)
    User.objects.filter(initiatives__initiative__in=rows).update(is_demo=True)
    for row in rows:  # what was said long ago is not sent today
        _quiet(row)
    _meet_next_week(lift, now=now)
    return len(rows)


def _bring(number: int, district: District, *, now: dt.datetime) -> Initiative:
    title, words, name, _rhythm = IDEAS[number]
    days = (250, 110, 9, 40, 1)[number]
    who = _who(name, number)
    return bring_idea(
        title=title, words=words, district=district, who=who, shows_name=True, now=now - dt.timedelta(days=days)
    )


def _who(name: str, number: int) -> Somebody:
    return Somebody(name=name, phone=f"+4969900096{number:03d}", email=f"idee{number}@demo.example")


def _begin(row: Initiative, *, helper: User, since: dt.datetime) -> None:
    """Public, and a few joined."""
    publish(row, by=helper, now=since)
    enable(row, by=helper, now=since)
    _join(row, NAMES[5:], since=since)


def _meet_next_week(row: Initiative, *, now: dt.datetime) -> None:
    day = clock.local(now).date() + dt.timedelta(days=6)
    set_meeting(
        row,
        at=clock.at(day, dt.time(16)),
        until=clock.at(day, dt.time(17, 30)),
        where="im Treffpunkt",
        by=None,
        now=now,
    )


def _run(row: Initiative, *, helper: User, since: dt.datetime, now: dt.datetime, rhythm: str) -> None:
    publish(row, by=helper, now=since)
    enable(row, by=helper, now=since)
    _join(row, NAMES[3:], since=since + dt.timedelta(days=2))
    met = clock.at(clock.local(since).date() + dt.timedelta(days=12), dt.time(15))
    set_meeting(row, at=met, where="im Treffpunkt", by=None, now=since + dt.timedelta(days=4))
    change_page(row, rhythm=rhythm, now=met)
    move(row, Stage.RUNNING, by=None, now=met + dt.timedelta(days=1))


def _join(row: Initiative, names: tuple[str, ...], *, since: dt.datetime) -> None:
    brings = ("Ich bringe Kaffee mit", "", "Ich übersetze ins Arabische", "")
    for number, name in enumerate(names):
        join(
            row, who=_who(name, 20 + number), brings=brings[number % 4], shows_name=number % 2 == 0, may_reach=number % 3 < 2,
            now=since + dt.timedelta(hours=number),
        )  # fmt: skip


def _quiet(row: Initiative) -> None:
    budgets = (budget_subject(one) for one in row.budgets.all())
    cancel_owed_of([subject_of(row), *(person_subject(one) for one in row.people.all()), *budgets])


def _money(walk: Initiative, table: Initiative, *, staff: User | None, now: dt.datetime) -> None:
    asked = now - dt.timedelta(days=20)
    vests = ask_money(walk, purpose="Zehn Warnwesten für die dunklen Tage", cents=8500, asked_by=None, now=asked)
    ask_money(table, purpose="Ein Satz Schraubendreher und eine Lötstation", cents=12000, asked_by=None, now=now)
    if staff:
        words = "Wer sichtbar ist, kommt gut heim. Gern."
        decide(
            vests, verdict=Verdict.GRANTED, granted_cents=8500, reason=words, by=staff, now=asked + dt.timedelta(days=3)
        )
