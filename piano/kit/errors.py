"""What a person can meet when a step is not possible: one subclass of `DomainError` per reason."""


class DomainError(Exception):
    """A rule of the field said no. `str(error)` is a German sentence that may be shown to the person."""

    message = "Das geht im Moment nicht."

    def __init__(self, message: str = "") -> None:
        super().__init__(message or str(self.message))
