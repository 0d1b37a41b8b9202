from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "piano.kit"
    label = "kit"

    def ready(self) -> None:
        from piano.kit import checks  # noqa: F401  registers the system checks
        from piano.kit.form_words import say_plainly

        say_plainly()
