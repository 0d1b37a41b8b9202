"""What a person can meet when a step is not possible: one subclass of `DomainError` per reason."""

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule of the field said no. `str(error)` is a German sentence that may be shown to the person."""

    message: str | Promise = "Das geht im Moment nicht."

    def __init__(self, message: str = "") -> None:
        super().__init__(message or str(self.message))
