from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "requests"
    verbose_name = "Anfragen"

    def ready(self) -> None:
        from requests.arranged import (
            away_but_going,  # noqa: F401  that somebody is away and goes all the same stands on her own page
            first_visits,  # noqa: F401  what came of a first visit is her last step
            lifts,  # noqa: F401  who wants to be taken to an event asks for a ride
        )
        from requests.billing import hours  # noqa: F401  a report counts hours and books time
        from requests.circles import reasons as of_circles  # noqa: F401  calls that lie with other organisations
        from requests.circles import sweeps as circle_sweeps  # noqa: F401
        from requests.dayround import reasons as round_reasons  # noqa: F401  and what the round of calls does
        from requests.dayround import sweeps  # noqa: F401
        from requests.finding import fairness  # noqa: F401  how often somebody was asked stands on her own page
        from requests.incidents import reasons as of_incidents  # noqa: F401  and that there is an incident to read
        from requests.messages import reasons  # noqa: F401  registers what the pipeline writes to people
        from requests.people import thanking  # noqa: F401  and whoever stops helping is thanked
        from requests.qualifying import keeping  # noqa: F401  what a volunteer learnt counts as her evidence
        from requests.qualifying import reasons as about_papers  # noqa: F401  and what is said when a paper ended
        from requests.qualifying import sweeps as of_papers  # noqa: F401
        from requests.series import reasons as of_series  # noqa: F401  the same for what repeats
        from requests.urgency import rings  # noqa: F401  and what a machine says that calls
        from requests.weeks import reasons as of_weeks  # noqa: F401  a new sheet for the fridge
        from requests.weeks import sweeps as week_sweeps  # noqa: F401
