from django.apps import AppConfig


class HelpersConfig(AppConfig):
    name = "helpers"
    verbose_name = "Hauptamtliche"

    def ready(self) -> None:
        from helpers import at_point, reasons  # noqa: F401  who is named at a meeting point; what is written
        from helpers.courses import (
            expiring,  # noqa: F401  what ends is said ahead
            keeping,  # noqa: F401  what somebody learnt counts as evidence
        )
        from helpers.courses import reasons as of_courses  # noqa: F401
        from helpers.rota import lapse_reasons  # noqa: F401  who is named at a meeting point; what is written
