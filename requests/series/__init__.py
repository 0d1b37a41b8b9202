"""Again and again: a wish that repeats by a rule in local time, and whoever comes regularly.

`rule` and `rhythm` are pure. `making` begins and changes a series, `rolling` makes its visits some weeks ahead, `regulars` asks
one person once for all of them, `days` asks about holidays and absences, `reviewing` asks whether it shall go on, `ending` stops
it. `tending` does what is due; a sweep calls it. Whoever changes a series holds the lock of its request.
"""
