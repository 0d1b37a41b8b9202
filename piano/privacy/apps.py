from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "piano.privacy"
    label = "privacy"
    verbose_name = "Datenschutz"

    def ready(self) -> None:
        from piano.privacy import checks, erasers  # noqa: F401  registers what carries the retention rules out
