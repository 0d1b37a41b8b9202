"""What has to be known to speak and write with somebody. A part of `User`."""

from django.db import models

from piano.kit.retention import Period, Purpose, keep


class Talking(models.Model):
    """How one talks with her, as she asks for it herself. Named by what we do, never by what she has (docs/decisions/050)."""

    only_writes = models.BooleanField("schreibt, bitte nicht anrufen", default=False, db_default=False)
    uses_signs = models.BooleanField("spricht Gebärdensprache", default=False, db_default=False)
    speak_loudly = models.BooleanField("bitte laut und deutlich sprechen", default=False, db_default=False)
    easy_language = models.BooleanField("bitte in einfacher Sprache", default=False, db_default=False)

    class Meta:
        abstract = True


RETENTION = [keep(Purpose.CONTACT, Period.ACCOUNT, "only_writes", "uses_signs", "speak_loudly", "easy_language")]
