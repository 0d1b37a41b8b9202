"""What a log may say of a failure: its kind and its place. Never its text, which may quote a person's words."""

import traceback
from pathlib import PurePath


def whereabouts(error: BaseException) -> str:
    """„ValueError at words.py:31“: the innermost place."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
