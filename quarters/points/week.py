"""A week of opening hours as rows: neighbours that are the same share one. Pure."""

from piano.kit.weekdays import EVERY_DAY, say_weekdays
from quarters.points.opening import Hours, Span, say_spans


def week_rows(hours: Hours) -> list[tuple[str, str]]:
    """(„Montag bis Freitag“, „9 bis 17 Uhr“); nothing where no hours are known."""
    if not hours.week:
        return []
    groups: list[tuple[list[int], tuple[Span, ...]]] = []
    for day in EVERY_DAY:
        spans = hours.week.get(day, ())
        if groups and groups[-1][1] == spans:
            groups[-1][0].append(day)
        else:
            groups.append(([day], spans))
    return [(say_weekdays(days), say_spans(spans)) for days, spans in groups]
