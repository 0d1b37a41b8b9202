"""A field for what stands in one line, and in the first line of a message: names, titles, places."""

import re
from typing import Any

from django import forms

WEB = re.compile(r"://|\bwww\.|\w\.\w{2,}/", re.IGNORECASE)


class LineField(forms.CharField):
    """Line breaks and tabs that something sent along become blanks."""

    def to_python(self, value: Any) -> Any:
        said = super().to_python(value)
        return " ".join(said.split()) if isinstance(said, str) else said


def names_an_address(line: str) -> bool:
    """Whether a name has an address of the web in it. People have none there; whoever would have us send one to others does."""
    return bool(WEB.search(line))
