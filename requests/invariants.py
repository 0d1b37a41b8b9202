"""The truths that rows can show, as SQL over the live database. Each query returns the references that break its sentence.

Numbers are those of the written promises (docs/architecture.md): I2, I3, I5, I6, I9, I10, I12.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from piano.kit import clock

NIGHT, MORNING = f"'{clock.QUIET_FROM}'", f"'{clock.QUIET_UNTIL}'"
OPEN_VISITS = "('open', 'held', 'offered', 'decision', 'on_call', 'arranged')"


@dataclass(frozen=True)
class Invariant:
    """`sql` returns one column: what breaks the sentence."""

    code: str
    sentence: str
    sql: str


INVARIANTS = (
    Invariant(
        "I2",
        "An open visit has a pending step, so has a worry or a trouble that nobody settled; none is more than ten minutes late",
        f"""
        SELECT v.reference FROM requests_visit v
         WHERE v.state IN {OPEN_VISITS}
           AND NOT EXISTS (SELECT 1 FROM requests_duework d WHERE d.visit_id = v.id AND d.done_at IS NULL)
        UNION ALL
        SELECT v.reference || ' ' || d.kind FROM requests_duework d JOIN requests_visit v ON v.id = d.visit_id
         WHERE d.done_at IS NULL AND d.due_at < piano_now() - interval '10 minutes'
        UNION ALL
        SELECT v.reference || ' call' FROM requests_report r JOIN requests_visit v ON v.id = r.visit_id
          JOIN requests_helprequest h ON h.id = v.help_request_id JOIN quarters_resident p ON p.id = h.resident_id
         WHERE r.needs_call AND r.acknowledged_at IS NULL AND p.died_on IS NULL AND NOT EXISTS
               (SELECT 1 FROM requests_duework d WHERE d.visit_id = v.id AND d.kind = 'call' AND d.done_at IS NULL)
        UNION ALL
        SELECT v.reference || ' trouble' FROM requests_trouble t JOIN requests_visit v ON v.id = t.visit_id
         WHERE t.ended_at IS NULL AND NOT EXISTS
               (SELECT 1 FROM requests_duework d WHERE d.visit_id = v.id AND d.kind = 'trouble' AND d.done_at IS NULL)
        """,
    ),
    Invariant(
        "I3",
        "One message for a reason, subject, person and slot",
        """
        SELECT reason || ' ' || subject FROM messaging_message WHERE state <> 'cancelled'
         GROUP BY reason, subject, recipient_id, slot HAVING count(*) > 1
        """,
    ),
    Invariant(
        "I5",
        "Nothing was handed over before its time or after its end",
        """
        SELECT 'message:' || id FROM messaging_message
         WHERE sent_at < not_before OR (expires_at IS NOT NULL AND sent_at > expires_at + interval '1 minute')
        """,
    ),
    Invariant(
        "I6",
        "A message that is not final is due, leased, on somebody's phone list, among the letters of a day, or in an overview to come",
        """
        SELECT 'message:' || m.id FROM messaging_message m
         WHERE (m.state IN ('claimed', 'handover') AND NOT (m.state = 'handover' AND m.lease_token IS NULL)
                AND (m.lease_until IS NULL OR m.lease_until < piano_now() - interval '10 minutes'))
            OR (m.state = 'due' AND m.not_before < piano_now() - interval '10 minutes')
            OR ((m.state = 'gathered' OR (m.state = 'handover' AND m.lease_token IS NULL))
                AND m.not_before < piano_now() - interval '10 minutes'
                AND NOT EXISTS (SELECT 1 FROM messaging_message d WHERE d.reason = 'digest' AND d.recipient_id = m.recipient_id
                                   AND d.state IN ('due', 'claimed', 'handover')))
            OR (m.state = 'on_list' AND NOT EXISTS (SELECT 1 FROM messaging_call c WHERE c.message_id = m.id))
            OR (m.state = 'to_post' AND NOT EXISTS (SELECT 1 FROM messaging_paperletter l WHERE l.message_id = m.id))
        """,
    ),
    Invariant(
        "I9",
        "One accepted offer for each place and one lead for a visit, nobody in two places",
        """
        SELECT v.reference FROM requests_offer o JOIN requests_visit v ON v.id = o.visit_id
         WHERE o.state = 'accepted' AND v.state IN ('arranged', 'done', 'missed')
         GROUP BY v.reference, v.id
        HAVING count(*) > v.people_needed + (SELECT count(*) FROM requests_assignment a WHERE a.visit_id = v.id AND a.state = 'cancelled')
        UNION ALL
        SELECT v.reference FROM requests_assignment a JOIN requests_visit v ON v.id = a.visit_id
         WHERE a.part = 'lead' AND a.state IN ('planned', 'running') GROUP BY v.reference HAVING count(*) > 1
        UNION ALL
        SELECT v.reference FROM requests_assignment a JOIN requests_visit v ON v.id = a.visit_id
         WHERE a.state IN ('planned', 'running') GROUP BY v.reference HAVING count(*) > 2
        UNION ALL
        SELECT v.reference FROM requests_assignment a
          JOIN requests_assignment b ON b.person_id = a.person_id AND b.id > a.id AND b.planned_window && a.planned_window
          JOIN requests_visit v ON v.id = a.visit_id
         WHERE a.state IN ('planned', 'running') AND b.state IN ('planned', 'running')
        UNION ALL
        SELECT v.reference FROM requests_visit v WHERE v.state = 'arranged'
           AND NOT EXISTS (SELECT 1 FROM requests_assignment a WHERE a.visit_id = v.id AND a.state IN ('planned', 'running'))
        """,
    ),
    Invariant(
        "I10",
        "The state of every row is the last one in its log, without a gap",
        """
        WITH subjects AS (
          SELECT 'request' AS subject, id, reference AS name, state FROM requests_helprequest
          UNION ALL SELECT 'visit', id, reference, state FROM requests_visit
          UNION ALL SELECT 'offer', id, reference, state FROM requests_offer
          UNION ALL SELECT 'series', id, reference, state FROM requests_series
          UNION ALL SELECT 'regular', id, reference, state FROM requests_regular
          UNION ALL SELECT 'assignment', id, 'assignment:' || id, state FROM requests_assignment),
        steps AS (
          SELECT subject, subject_id, from_state, to_state,
                 lag(to_state, 1, '') OVER steps AS before, lead(to_state) OVER steps IS NULL AS is_last
            FROM requests_statechange WINDOW steps AS (PARTITION BY subject, subject_id ORDER BY id))
        SELECT s.name FROM subjects s
          LEFT JOIN steps l ON l.subject = s.subject AND l.subject_id = s.id AND l.is_last
         WHERE l.to_state IS DISTINCT FROM s.state
        UNION ALL
        SELECT subject || ':' || subject_id FROM steps WHERE from_state <> before
        """,
    ),
    Invariant(
        "I15",
        "Nothing is open for, and nothing owed to, somebody who has died",
        f"""
        SELECT v.reference FROM requests_visit v JOIN requests_helprequest h ON h.id = v.help_request_id
          JOIN quarters_resident r ON r.id = h.resident_id
         WHERE r.died_on IS NOT NULL AND v.state IN {OPEN_VISITS}
        UNION ALL
        SELECT 'message:' || m.id FROM messaging_message m JOIN quarters_resident r ON r.user_id = m.recipient_id
         WHERE r.died_on IS NOT NULL AND m.state IN ('due', 'claimed', 'gathered', 'on_list', 'to_post')
        """,
    ),
    Invariant(
        "I16",
        "At noon everybody of the round of calls is accounted for, or a helper has her in hand and hears it again",
        """
        SELECT e.reference FROM requests_roundentry e JOIN requests_callround r ON r.id = e.round_id
         WHERE (e.state IN ('waiting', 'contact') AND (r.day + time '12:10') AT TIME ZONE 'Europe/Berlin' < piano_now())
            OR (e.state = 'helper' AND e.tell_at < piano_now() - interval '10 minutes')
        """,
    ),
    Invariant(
        "I17",
        "A series that runs has its dates five weeks ahead, is looked at in time, belongs to an open request, and does not run for ever",
        f"""
        SELECT s.reference FROM requests_series s JOIN requests_helprequest h ON h.id = s.help_request_id
         WHERE s.state = 'active' AND (
               h.ended_at IS NOT NULL
            OR s.due_at IS NULL OR s.due_at < piano_now() - interval '10 minutes' OR s.attempt > 2
            OR s.review_on < (piano_now() AT TIME ZONE 'Europe/Berlin')::date - 1
            OR (NOT EXISTS (SELECT 1 FROM requests_visit v WHERE v.series_id = s.id AND v.state = 'held')
                AND s.created_at < piano_now() - interval '10 minutes'
                AND COALESCE(s.rolled_until, s.first_day - 1) <
                    LEAST((piano_now() AT TIME ZONE 'Europe/Berlin')::date + 33, s.review_on, COALESCE(s.ends_on, s.review_on))))
        UNION ALL
        SELECT r.reference FROM requests_regular r JOIN requests_series s ON s.id = r.series_id
         WHERE s.state <> 'active' AND r.state IN ('asked', 'yes')
        UNION ALL
        SELECT v.reference FROM requests_visit v JOIN requests_series s ON s.id = v.series_id
         WHERE v.help_request_id <> s.help_request_id OR v.series_day IS NULL
            OR (v.state IN {OPEN_VISITS} AND v.series_day > LEAST(s.review_on, COALESCE(s.ends_on, s.review_on)))
        """,
    ),
    Invariant(
        "I12",
        "Nothing that is not urgent was handed over in quiet hours: the person's own, else the house's for this channel",
        f"""
        SELECT 'message:' || m.id FROM messaging_message m
          JOIN quarters_user u ON u.id = m.recipient_id
          LEFT JOIN messaging_writinghours h ON h.channel = m.channel AND h.message_class = m.message_class
         CROSS JOIN LATERAL (SELECT (m.sent_at AT TIME ZONE 'Europe/Berlin')::time AS t) local
         CROSS JOIN LATERAL (SELECT (u.quiet_from, u.quiet_until) <> (time {NIGHT}, time {MORNING}) AS is_own) wish
         CROSS JOIN LATERAL (SELECT CASE WHEN is_own THEN u.quiet_from ELSE COALESCE(h.closes, time {NIGHT}) END AS starts,
                                    CASE WHEN is_own THEN u.quiet_until ELSE COALESCE(h.opens, time {MORNING}) END AS ends) quiet
         WHERE m.state IN ('sent', 'delivered') AND m.channel IN ('email', 'sms', 'push') AND m.message_class <> 'a'
           AND m.sent_at > COALESCE(GREATEST(u.times_wished_at, h.changed_at), '-infinity') AND starts <> ends
           AND NOT EXISTS (SELECT 1 FROM messaging_call c WHERE c.message_id = m.id)
           AND CASE WHEN starts < ends THEN local.t >= starts AND local.t < ends
                    ELSE local.t >= starts OR local.t < ends END
        """,
    ),
)


def broken() -> Iterator[tuple[Invariant, list[str]]]:
    """Each invariant that does not hold, with what breaks it."""
    for invariant in INVARIANTS:
        with connection.cursor() as cursor:
            cursor.execute(invariant.sql)
            rows = [str(row[0]) for row in cursor.fetchall()]
        if rows:
            yield invariant, rows
