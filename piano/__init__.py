"""piAno: persönlich individuell Alltagshilfen organisieren. The composition root; docs/architecture.md draws the rooms."""

from piano.celery import app as celery_app

__all__ = ["celery_app"]
