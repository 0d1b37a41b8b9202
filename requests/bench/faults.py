"""Which tests show which promised fault. Tests are named, not read: a developer's machine has them."""

from dataclasses import dataclass

KILLS, HAND_OVER, SWEEPERS, ENGINE, MAIL, CLOCKS, COPIES, REDIS, RESTARTS, STOPPING = (
    f"tests/faults/test_{name}.py"
    for name in (
        *("worker_kills", "hand_over", "sweepers", "engine", "mail_server"),
        *("clocks", "copies", "redis", "restarts", "stopping"),
    )
)
SENDING = "tests/messaging/test_sending.py"
NO_WORDS = f"{SENDING}::test_words_that_cannot_be_made_stop_nobody_else"
FOUR = f"{SWEEPERS}::test_four_sweepers_leave_the_tables_of_one"


@dataclass(frozen=True)
class Fault:
    """`tests` are pytest's names; some may be shared. None: `bench_outbox` shows it."""

    number: str
    words: str
    tests: tuple[str, ...] = ()


FAULTS = (
    Fault(
        "F1",
        "Prozesse werden mitten im Senden hart beendet",
        (f"{KILLS}::test_a_hundred_killed_workers_lose_no_message",),
    ),
    Fault(
        "F2",
        "Engine und Kinder von Celery werden hart beendet",
        (
            f"{STOPPING}::test_fifty_killed_engines_lose_nothing",
            f"{STOPPING}::test_fifty_killed_children_of_a_worker_lose_nothing",
        ),
    ),
    Fault("F3", "Stromausfall an jeder nummerierten Zeile", (HAND_OVER,)),
    Fault(
        "F4",
        "Neustart von allem unter Last",
        (
            f"{STOPPING}::test_twenty_restarts_of_everything_are_noticed_by_nobody",
            f"{STOPPING}::test_an_engine_that_is_stopped_while_it_sends_doubles_nothing",
        ),
    ),
    Fault(
        "F5",
        "kein Beat, zwei Beats, drei Engines",
        (f"{COPIES}::test_with_no_beat_and_with_two_everything_is_sent_once_and_in_time", FOUR),
    ),
    Fault(
        "F6",
        "Redis wird geleert",
        (f"{KILLS}::test_emptying_redis_loses_nothing", f"{KILLS}::test_what_lives_in_redis_alone_is_lost_with_it"),
    ),
    Fault(
        "F7",
        "Redis ist fort und kommt leer zurück",
        (
            f"{REDIS}::test_without_redis_pages_answer_messages_go_and_workers_come_back[away]",
            f"{KILLS}::test_without_any_broker_the_engine_sends",
        ),
    ),
    Fault(
        "F8",
        "Redis nimmt an und antwortet nie",
        (
            f"{REDIS}::test_without_redis_pages_answer_messages_go_and_workers_come_back[deaf]",
            f"{REDIS}::test_who_publishes_in_a_view_hangs_on_a_deaf_redis",
        ),
    ),
    Fault(
        "F9",
        "Redis ist voll",
        (
            f"{REDIS}::test_without_redis_pages_answer_messages_go_and_workers_come_back[full]",
            f"{REDIS}::test_a_full_redis_is_said_in_one_mail",
        ),
    ),
    Fault(
        "F10",
        "PostgreSQL wird neu gestartet, stürzt ab, verliert Verbindungen",
        (RESTARTS, f"{ENGINE}::test_it_outlives_the_loss_of_all_its_connections"),
    ),
    Fault(
        "F13",
        "die Uhr der Anwendung geht falsch",
        (
            f"{CLOCKS}::test_a_worker_with_a_wrong_clock_sends_nothing_early_and_nothing_late",
            f"{CLOCKS}::test_a_call_taken_by_a_web_server_with_a_wrong_clock_has_the_right_moment",
        ),
    ),
    Fault(
        "F14",
        "die Uhr der Datenbank springt und eilt",
        (
            f"{CLOCKS}::test_the_database_s_clock_leaps_three_days_and_falls_back_an_hour",
            f"{CLOCKS}::test_a_clock_that_runs_too_fast_sends_nothing_twice",
            f"{CLOCKS}::test_a_search_moves_on_once_however_far_the_clock_leaps",
        ),
    ),
    Fault(
        "F15",
        "Zeitumstellung, Schalttag, Feiertage",
        (
            f"{CLOCKS}::test_an_engine_lives_through_the_change_of_the_clocks",
            f"{CLOCKS}::test_each_is_reminded_once_at_the_right_wall_time",
            f"{CLOCKS}::test_four_hundred_dates_are_reminded_on_the_day_before_by_the_clock_on_the_wall",
        ),
    ),
    Fault(
        "F16",
        "der Mailserver lehnt ab, schweigt, ist langsam oder ohne Siegel",
        (MAIL,),
    ),
    Fault(
        "F17",
        "der Mailserver verstummt nach dem letzten Punkt",
        (f"{MAIL}::test_a_line_that_falls_after_the_last_dot_costs_one_marked_copy",),
    ),
    Fault(
        "F18",
        "jeder Auftrag kommt fünfmal und am nächsten Tag noch einmal",
        (f"{COPIES}::test_a_thousand_messages_by_tasks_that_come_five_times", FOUR),
    ),
    Fault("F22", "zurücknehmen gegen senden", (SWEEPERS,)),
    Fault("F23", "Zeilen, an denen alles scheitert", ("tests/faults/test_poison.py", NO_WORDS)),
    Fault("F24", "alles, was arbeitet, steht", ("tests/faults/test_silence.py",)),
    Fault("F28", "hunderttausend auf einmal"),
)
