"""When somebody could begin: for many pairs at once where it is simple, one by one where something stands in the way. Pure."""

from collections.abc import Iterable, Sequence

import numpy as np

from piano.kit.columns import Array, spread
from quarters.places import DETOUR, METRES_A_MINUTE
from requests.matching import days, local
from requests.matching.facts import Pairs, World, metres_between

MINUTE = 60_000_000
STEP = 15 * MINUTE  # starts that people say; Berlin is whole hours from UTC
NEVER = np.iinfo(np.int64).max
Piece = tuple[int, int]


def days_of(world: World, pairs: Pairs) -> tuple[Array, Pairs]:
    """Each pair once for every local day that its visit touches; and which pair it is."""
    visits = world.visits
    first, last = local.day_of(visits.starts), local.day_of(visits.ends - 1)
    place, day = spread(first[pairs.visit], (last - first + 1)[pairs.visit])
    return place, Pairs(pairs.visit[place], pairs.person[place], day)


def free_pieces(world: World, items: Pairs) -> tuple[Array, Array, Array]:
    """The pieces of each day's wish in which she could: place in `items`, in their order; start, end.

    Her weekly spans, but on a day on which she rests or is away only what she said for this very day.
    """
    usual = ~(days.is_absent(world, items) | days.rests(world, items))
    place, rows = world.known.spans.of(7 * items.person + local.weekday_of(items.day))
    kept = usual[place]
    extra, said = world.known.day_times.of(items.person)
    holds = said["is_free"] & (said["day"] == items.day[extra])
    place = np.concatenate((place[kept], extra[holds]))
    starts = np.concatenate((rows["starts"][kept], said["starts"][holds]))
    ends = np.concatenate((rows["ends"][kept], said["ends"][holds]))
    if holds.any():
        order = np.argsort(place, kind="stable")
        place, starts, ends = place[order], starts[order], ends[order]
    return _inside(world, items, place, starts, ends)


def _inside(world: World, items: Pairs, place: Array, starts: Array, ends: Array) -> tuple[Array, Array, Array]:
    """Wall times of a day as moments, cut to the wish."""
    day, visit = items.day[place], items.visit[place]
    begins = np.maximum(local.moments(day, starts), world.visits.starts[visit])
    until = np.minimum(local.moments(day, ends), world.visits.ends[visit])
    real = begins < until
    return place[real], begins[real], until[real]


def first_starts(world: World, pairs: Pairs, place: Array, items: Pairs) -> tuple[Array, Array]:
    """The first start of each pair on one of its days (`items`, with the `place` of each in `pairs`); NEVER where there is none.

    And where it would have been without what she has planned already.
    """
    item, begins, ends = free_pieces(world, items)
    owner = place[item]
    length = world.visits.minutes[items.visit[item]] * MINUTE
    start = begin_at(begins, world.earliest)
    fits = start + length <= ends
    wanted = np.full(len(pairs.visit), NEVER)
    np.minimum.at(wanted, owner[fits], start[fits])
    found = wanted.copy()
    for pair, (her_no, all_that) in _in_the_way(world, pairs, wanted).items():
        mine = slice(*np.searchsorted(owner, (pair, pair + 1)))  # pieces stand in the order of pairs
        pieces = merged(zip(begins[mine].tolist(), ends[mine].tolist(), strict=True))
        minutes = int(world.visits.minutes[pairs.visit[pair]]) * MINUTE
        wanted[pair] = first_start(pieces, her_no, length=minutes, earliest=world.earliest)
        found[pair] = first_start(pieces, all_that, length=minutes, earliest=world.earliest)
    return found, wanted


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """The same time in order, touching pieces as one."""
    found: list[Piece] = []
    for begins, ends in sorted(pieces):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((begins, ends))
    return found


def begin_at(begins: Array, earliest: int) -> Array:
    """Where the piece begins, if that is still ahead and a whole minute; else the next quarter of an hour."""
    as_it_is = (begins >= earliest) & ((begins // 1_000_000) % 60 == 0)
    later = np.maximum(begins, earliest)
    return np.where(as_it_is, begins, -(-later // STEP) * STEP)


def first_start(pieces: Sequence[Piece], blocked: Sequence[Piece], *, length: int, earliest: int) -> int:
    """The exact way, for one pair: the earliest start within one piece that touches nothing of `blocked`; NEVER."""
    for begins, ends in pieces:
        start = int(begin_at(np.array([begins]), earliest)[0])
        while start + length <= ends:
            clash = next((until for since, until in blocked if since < start + length and start < until), None)
            if clash is None:
                return start
            start = -(-max(clash, start + MINUTE) // STEP) * STEP
    return int(NEVER)


def ways(lat: Array, lon: Array, other_lat: Array, other_lon: Array) -> Array:
    """Microseconds on foot from one place to another, rounded up to a minute; at least one."""
    metres = metres_between(lat, lon, other_lat, other_lon)
    minutes = np.maximum(1, np.ceil(metres * DETOUR / METRES_A_MINUTE)).astype(np.int64)
    return minutes * MINUTE


def planned(world: World, pairs: Pairs) -> tuple[Array, Array, Array]:
    """What each pair's person has planned elsewhere, with the way there and back: place in `pairs`, start, end."""
    place, rows = world.known.work.of(pairs.person)
    visit = pairs.visit[place]
    counts = rows["stands"] & (rows["visit"] != world.visits.id[visit])
    place, visit = place[counts], visit[counts]
    way = ways(world.visits.lat[visit], world.visits.lon[visit], rows["lat"][counts], rows["lon"][counts])
    return place, rows["starts"][counts] - way, rows["ends"][counts] + way


def said_no(world: World, pairs: Pairs) -> tuple[Array, Array, Array]:
    """„An dem Tag nicht“: place in `pairs`, start, end."""
    place, rows = world.known.day_times.of(pairs.person)
    closed = np.flatnonzero(~rows["is_free"])
    day = rows["day"][closed]
    return place[closed], local.moments(day, rows["starts"][closed]), local.moments(day, rows["ends"][closed])


def _in_the_way(world: World, pairs: Pairs, starts: Array) -> dict[int, tuple[list[Piece], list[Piece]]]:
    """What stands in the way of each pair, where the first start touches something planned, or she said something for single
    days: what she said no to, and that with all that is planned.
    """
    taken, her_no = planned(world, pairs), said_no(world, pairs)
    place, begins, ends = taken
    start = starts[place]
    length = world.visits.minutes[pairs.visit[place]] * MINUTE
    clash = (start != NEVER) & (begins < start + length) & (start < ends)
    told, _ = world.known.day_times.of(pairs.person)
    pieces: dict[int, tuple[list[Piece], list[Piece]]] = {
        int(pair): ([], []) for pair in np.unique(np.concatenate((place[clash], told)))
    }
    wanted = np.array(list(pieces), dtype=np.int64)
    for number, (place, begins, ends) in enumerate((her_no, taken)):
        for row in np.flatnonzero(np.isin(place, wanted)):
            piece = (int(begins[row]), int(ends[row]))
            for kept in pieces[int(place[row])][number:]:
                kept.append(piece)
    return pieces
