from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "requests"
    verbose_name = "Anfragen"

    def ready(self) -> None:
        from piano.messaging import sending, stuck  # noqa: F401  their sweeps run in every process
        from requests import reasons, sweeps  # noqa: F401  what the pipeline writes to people, and its own sweeps
