"""All open visits at once: a round gathers who may go where, finds the best for everybody, and asks.

`running` computes without locks; `choosing` is pure; `applying` takes locks, batch by batch, and looks again before it writes.
What a visit needs first is decided by `searching.first_step` and `searching.wave_of`, in a round as for a single one.
"""
