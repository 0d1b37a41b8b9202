"""What is tidied up round the clock for signing in."""

from piano.kit import tries
from piano.kit.sweeps import sweep


@sweep(queue="bulk", every=3600)
def clear_tries() -> int:
    return tries.clear_tries()
