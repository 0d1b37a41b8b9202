"""One call of the morning's round has the same addresses in each room."""

from django.urls import URLPattern, path

from requests.views import dayround


def entry_paths(base: str, room: str, suffix: str) -> list[URLPattern]:
    """The page of a call below `base`, and what is done on it; names end in `suffix`."""
    here, kwargs = f"{base}/anrufrunde/<str:reference>/", {"room": room}
    return [
        path(here, dayround.entry, kwargs, name=f"round_entry{suffix}"),
        path(f"{here}halten/", dayround.hold, kwargs, name=f"round_hold{suffix}"),
        path(f"{here}anruf/", dayround.called, kwargs, name=f"round_called{suffix}"),
        path(f"{here}geklaert/", dayround.settle, kwargs, name=f"round_settle{suffix}"),
    ]
