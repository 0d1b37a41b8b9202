"""What the programme registers elsewhere, all of it by being imported: its messages, its part of a district's page."""

from quarters.programme import in_district, reasons

__all__ = ["in_district", "reasons"]
