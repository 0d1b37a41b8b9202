"""F13, F14, F15: the application's clock goes wrong, the database's leaps, summer time begins and ends. What is due is decided by
one clock, the database's; nothing leaves early, late or twice.

The quick set moves `piano_now()`. The full one gives processes and PostgreSQL itself another clock, by `faketime`.
"""

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from piano.kit import clock
from piano.messaging.models import Message, MessageState
from piano.messaging.sending import send_due
from requests.arranged.visits import accept_offer
from requests.finding.timing import day_before
from requests.models import HelpRequest, Offer, Visit
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast, make_cast, next_working_morning
from tests.factories import make_visit
from tests.faults.cluster import Cluster, working_on
from tests.faults.conftest import judge, owe_so_many, seen
from tests.faults.driver import Driver, a_call
from tests.messaging.conftest import Sink
from tests.processes import Processes, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
Owe = Callable[[int], None]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SPRING, AUTUMN, LEAP = dt.date(2027, 3, 28), dt.date(2026, 10, 25), dt.date(2028, 2, 29)


@pytest.fixture
def cast(transactional_db: None, _morning: None) -> Cast:
    return make_cast()


def sweep() -> None:
    while send_due(classes="abc"):
        pass


def make_later(count: int, *, after: dt.timedelta, **more: dt.datetime) -> None:
    """So many of what is owed are due only then."""
    ids = list(Message.objects.order_by("pk").values_list("pk", flat=True)[:count])
    Message.objects.filter(pk__in=ids).update(not_before=clock.now() + after, **more)


def states() -> dict[str, int]:
    found = list(Message.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


@pytest.mark.parametrize("off", [-DAY, -HOUR, HOUR, DAY], ids=str)
def test_what_the_application_takes_for_now_sends_nothing_early_and_nothing_late(
    owe_many: Owe, sink: Sink, monkeypatch: pytest.MonkeyPatch, off: dt.timedelta
) -> None:
    owe_many(4)
    make_later(2, after=HOUR / 2)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + off.total_seconds())
    sweep()
    assert states() == {"due": 2, "sent": 2}
    machine.travel_to(clock.now() + HOUR / 2)
    sweep()
    assert judge(sink) == {}


def test_after_three_days_ahead_reminders_are_expired_and_an_hour_back_repeats_nothing(
    owe_many: Owe, sink: Sink
) -> None:
    owe_many(6)
    make_later(3, after=HOUR, expires_at=clock.now() + DAY)
    machine.travel_to(clock.now() + 3 * DAY)
    sweep()
    assert states() == {"expired": 3, "sent": 3}
    machine.travel_to(clock.now() - HOUR)
    sweep()
    assert (states(), len(sink.accepted)) == ({"expired": 3, "sent": 3}, 3)


def test_a_search_moves_on_once_however_far_the_clock_leaps(cast: Cast) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    drive_visits()
    asked = visit.offers.count()
    machine.travel_to(clock.now() + 3 * HOUR)
    drive_visits()
    steps = (visit.offers.count(), Visit.objects.get(pk=visit.pk).rounds)
    machine.travel_to(clock.now() - HOUR)
    drive_visits()
    assert asked > 0
    assert (visit.offers.count(), Visit.objects.get(pk=visit.pk).rounds) == steps


def arrange(cast: Cast, day: dt.date) -> None:
    """Somebody goes at ten on this day; now is four days before."""
    machine.travel_to(clock.at(day - 4 * DAY, dt.time(11)))
    start = clock.at(day, dt.time(10))
    visit = make_visit(cast.tenant, cast.shop, window=(start, start + 3 * HOUR))
    drive_visits()
    offer = visit.offers.select_related("person").first()
    assert offer is not None
    accept_offer(offer, by=offer.person, now=clock.now())


def hour_by_hour(day: dt.date) -> Iterator[dt.datetime]:
    """From the morning of two days before until the visit, in hours that really pass."""
    moment = clock.at(day - 2 * DAY, dt.time(6, 1))
    while moment < clock.at(day, dt.time(9)):
        yield moment
        moment += HOUR


OTHERS = (SPRING + 2 * DAY, AUTUMN + DAY, LEAP, LEAP + DAY)


@pytest.mark.parametrize(
    "day", [SPRING, AUTUMN, *(pytest.param(day, marks=pytest.mark.full) for day in OTHERS)], ids=str
)
def test_each_is_reminded_once_at_the_right_wall_time(sink: Sink, cast: Cast, day: dt.date) -> None:
    arrange(cast, day)
    for moment in hour_by_hour(day):
        machine.travel_to(moment)
        sweep()
    reminders = list(Message.objects.filter(reason__in=("reminder_tenant", "reminder_person")).order_by("reason"))
    assert [one.state for one in reminders] == [MessageState.SENT] * 2
    told = [clock.local(one.sent_at) for one in reminders if one.sent_at]
    assert [(at.date(), at.hour) for at in told] == [(day - DAY, 17), (day - DAY, 16)]
    assert max(sink.copies.values()) == 1


@pytest.mark.parametrize("first", [SPRING, AUTUMN, LEAP, dt.date(2026, 12, 25)], ids=str)
def test_four_hundred_dates_are_reminded_on_the_day_before_by_the_clock_on_the_wall(first: dt.date) -> None:
    starts = [clock.at(first + n * DAY, dt.time(hour, 30)) for n in range(-10, 11) for hour in (0, 2, 3, 10, 23)]
    for start in starts:
        reminder = clock.local(day_before(start, dt.time(16)))
        assert (reminder.time(), reminder.date()) == (dt.time(16), clock.local(start).date() - DAY)
    assert len({day_before(start, dt.time(16)) for start in starts}) == 21


# With clocks that are really wrong.


def wrong_by(seconds: float) -> str:
    return f"{seconds:+.0f}s"


@pytest.mark.full
@pytest.mark.parametrize("off", [-DAY, -HOUR, HOUR, DAY], ids=str)
def test_a_worker_with_a_wrong_clock_sends_nothing_early_and_nothing_late(
    owe_many: Owe, processes: Processes, sink: Sink, faketime: str, off: dt.timedelta
) -> None:
    wrong = (faketime, "-f", wrong_by(off.total_seconds()))
    told = subprocess.run(
        [*wrong, sys.executable, "-c", "import time; print(time.time())"], capture_output=True, text=True, check=True
    )
    assert abs(float(told.stdout) - time.time() - off.total_seconds()) < 60, "the clock is not wrong at all"
    owe_many(200)
    make_later(100, after=HOUR / 2)
    assert processes.run("manage.py", "engine", "--once", before=wrong) == 0
    wait_for(
        lambda: states() == {"due": 100, "sent": 100} or processes.run("manage.py", "engine", "--once", before=wrong)
    )
    assert states() == {"due": 100, "sent": 100}
    machine.travel_to(clock.now() + HOUR / 2)
    while Message.objects.exclude(state="sent").exists():
        assert processes.run("manage.py", "engine", "--once", before=wrong) == 0
    assert judge(sink) == {}
    seen(f"a worker whose clock is {off} off: 200 messages, 0 early, 0 late, 0 doubled")


@pytest.mark.full
@pytest.mark.parametrize("off", [-HOUR, HOUR * 0.8], ids=str)  # after an hour of rest who works here signs in anew
def test_a_call_taken_by_a_web_server_with_a_wrong_clock_has_the_right_moment(
    serve: Callable[..., int], cast: Cast, faketime: str, off: dt.timedelta
) -> None:
    driver = Driver.of(cast.helper, serve(before=(faketime, "-f", wrong_by(off.total_seconds()))))
    driver.open("/leitstand/anruf/")
    answer = driver.post("/leitstand/anruf/", **a_call("Brot"))
    assert answer is not None
    assert answer[0] == 302
    assert abs(HelpRequest.objects.get().created_at - clock.now()) < dt.timedelta(minutes=5)


@pytest.fixture
def cluster(processes: Processes, tmp_path: Path, faketime: str, db: None) -> Iterator[Cluster]:
    """A server whose clock says ten o'clock of a working morning; the test sets it."""
    ours = Cluster(tmp_path / "cluster")
    ours.start(clock=says(faketime, next_working_morning()))
    with working_on(ours, processes.environment):
        yield ours
    ours.stop()


def says(faketime: str, moment: dt.datetime) -> tuple[str, ...]:
    return (faketime, "-f", wrong_by(moment.timestamp() - time.time()))


def leap(cluster: Cluster, faketime: str, by: dt.timedelta) -> None:
    """The server's own clock, from now on."""
    moment = clock.now() + by
    cluster.restart(clock=says(faketime, moment))
    assert abs(clock.now() - moment) < dt.timedelta(minutes=1), "the clock did not leap"


@pytest.mark.full
def test_the_database_s_clock_leaps_three_days_and_falls_back_an_hour(
    cluster: Cluster, processes: Processes, sink: Sink, faketime: str, owe_here: Owe
) -> None:
    owe_here(60)
    make_later(40, after=HOUR, expires_at=clock.now() + DAY)
    for by in (dt.timedelta(), 3 * DAY, -HOUR, -HOUR):
        leap(cluster, faketime, by)
        assert processes.run("manage.py", "engine", "--once") == 0
    assert states() == {"expired": 40, "sent": 20}
    assert (len(sink.accepted), max(sink.copies.values())) == (20, 1)
    seen("PostgreSQL's clock three days ahead, then an hour back twice: 40 expired and not sent, 20 sent once")


@pytest.fixture
def owe_here(cluster: Cluster) -> Owe:
    """As `owe_many`, in the cluster."""
    return owe_so_many


@pytest.mark.full
@pytest.mark.parametrize(
    "midnight", [dt.datetime(2027, 3, 28, 1, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC)], ids=str
)
def test_an_engine_lives_through_the_change_of_the_clocks(
    cluster: Cluster, processes: Processes, sink: Sink, faketime: str, owe_here: Owe, midnight: dt.datetime
) -> None:
    """The last seconds before, and the first after; urgent, since it is night."""
    leap(cluster, faketime, midnight - dt.timedelta(seconds=25) - clock.now())
    owe_here(20)
    Message.objects.update(message_class="a", not_before=clock.now())
    Message.objects.filter(pk__in=Message.objects.values("pk")[:10]).update(
        not_before=midnight + dt.timedelta(seconds=5)
    )
    processes.engine()
    wait_for(lambda: states() == {"sent": 20}, seconds=90)
    early = [one for one in Message.objects.all() if one.sent_at is None or one.sent_at < one.not_before]
    late = max((one.sent_at - one.not_before).total_seconds() for one in Message.objects.all() if one.sent_at)
    assert (early, max(sink.copies.values())) == ([], 1)
    seen(
        f"through {clock.local(midnight):%d.%m.%Y %H:%M} with the server's clock: 20 sent once, 0 early, at most {late:.0f} s late"
    )


@pytest.mark.full
def test_a_clock_that_runs_too_fast_sends_nothing_twice(
    cluster: Cluster, processes: Processes, sink: Sink, faketime: str, owe_here: Owe
) -> None:
    off = clock.now().timestamp() - time.time()
    cluster.restart(clock=(faketime, "-f", f"{off:+.0f}s x1.5"))
    owe_here(100)
    make_later(50, after=dt.timedelta(seconds=40))
    processes.engine()
    wait_for(lambda: states() == {"sent": 100}, seconds=90)
    assert [one for one in Message.objects.all() if one.sent_at is None or one.sent_at < one.not_before] == []
    assert judge(sink) == {}
    assert not Offer.objects.exists()
