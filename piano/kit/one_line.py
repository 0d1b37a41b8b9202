"""A field for what stands in one line, and in the first line of a message: names, titles, places."""

from typing import Any

from django import forms


class LineField(forms.CharField):
    """Line breaks and tabs that something sent along become blanks."""

    def to_python(self, value: Any) -> Any:
        said = super().to_python(value)
        return " ".join(said.split()) if isinstance(said, str) else said
