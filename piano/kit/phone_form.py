"""A form with a field `phone`, as people write it, kept as E.164."""

from typing import Any

from django import forms

from piano.kit.phones import NotAPhoneNumber, read_phone


class ReadsPhone:
    """Mixed in before the form."""

    cleaned_data: dict[str, Any]

    def clean_phone(self) -> str:
        try:
            return read_phone(self.cleaned_data["phone"])
        except NotAPhoneNumber as error:
            raise forms.ValidationError(str(error)) from error
