"""What came on paper: which lines of log books were imported."""

from django.db import models

from piano.kit.retention import Period, Purpose, keep


class ImportedLine(models.Model):
    """A line of a log book that became something. `digest` is made of its whole content, without its number."""

    digest = models.CharField(max_length=64, unique=True)
    outcome = models.CharField(max_length=12)
    category = models.CharField(max_length=10, blank=True)
    imported_at = models.DateTimeField()

    retention = [keep(Purpose.HELP, Period.MONTHS_12, "digest", "outcome", "category", "imported_at")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.category}".strip()
