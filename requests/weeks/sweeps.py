"""What runs round the clock for the weeks."""

from piano.kit import clock
from piano.kit.sweeps import sweep
from requests.weeks.looking import look_at_weeks as look_at_all


@sweep(queue="bulk", every=30)
def look_at_weeks() -> int:
    return look_at_all(now=clock.now())
