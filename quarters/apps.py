from django.apps import AppConfig


class QuartersConfig(AppConfig):
    name = "quarters"
    verbose_name = "Quartiere"

    def ready(self) -> None:
        from quarters.concepts import in_district as concept_in_district  # noqa: F401  stands on a district's page
        from quarters.conversions import reasons as of_conversions  # noqa: F401  what is written about conversions
        from quarters.ideas import in_district as ideas_in_district  # noqa: F401  stands on a district's page
        from quarters.ideas import reasons  # noqa: F401  registers what residents' own ideas write to people
        from quarters.points import in_district  # noqa: F401  stands on a district's page
        from quarters.programme import room  # noqa: F401  its messages, its part of a district's page
        from quarters.signing import signing_in, staying_in  # noqa: F401  they listen to allauth and Django
