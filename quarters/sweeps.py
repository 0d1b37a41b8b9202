"""What runs round the clock for the place: guesses are forgotten, waiting lists move up, conversions remind, ideas are asked for."""

from piano.kit import clock, tries
from piano.kit.sweeps import sweep
from quarters.conversions.deadlines import remind
from quarters.ideas.still import look_after_silent
from quarters.programme import waiting


@sweep(queue="bulk", every=3600)
def clear_tries() -> int:
    return tries.clear_tries()


@sweep(queue="normal", every=5)
def move_up_waiting_lists() -> int:
    return waiting.move_up(now=clock.now())


@sweep(queue="bulk", every=3600)
def remind_of_conversions() -> int:
    return remind(now=clock.now())


@sweep(queue="bulk", every=3600)
def ask_silent_ideas() -> int:
    return look_after_silent(now=clock.now())
