"""Courses on paper: the certificate, and the list to sign on a day."""

from helpers.courses.certifying import say_hours
from helpers.courses.reading import lines_of
from helpers.models import Certificate, CourseDay
from piano.kit import clock
from piano.kit.links import link_to
from piano.kit.printing import Sheet, blocks


def certificate_sheet(certificate: Certificate) -> Sheet:
    """German: it is shown to offices and employers."""
    participant = certificate.participant
    course = participant.course
    first, last = certificate.first_day, certificate.last_day
    span = clock.say_date(first, with_year=True)
    if last != first:
        span += f" bis {clock.say_date(last, with_year=True)}"
    return Sheet(
        title="Bescheinigung",
        lede=f"{participant.person.full_name} hat am Kurs „{course.title}“ teilgenommen.",
        large=True,
        language="de",
        blocks=[
            blocks.facts(("Veranstaltet von", course.organisation.name), ("Ort", course.place), ("Zeitraum", span)),
            blocks.heading("Das war dabei"),
            blocks.table(["Modul", "Dauer"], [_split(part) for part in certificate.parts], [1, 0], whole=True),
            blocks.facts(
                ("Zusammen", say_hours(certificate.minutes)),
                ("Ausgestellt am", clock.say_date(certificate.issued_on, with_year=True)),
            ),
            blocks.signatures(f"Für {course.organisation.name}"),
            blocks.scan(
                check_link(certificate.code),
                f"Code zum Scannen: {check_link(certificate.code)}",
                ("Prüfcode", say_code(certificate.code)),
                ("Echt? Prüfen auf", _bare(link_to("helpers:verify"))),
            ),
            blocks.small("Scannen oder eintippen: Dort steht nur, ob sie gilt, die Anfangsbuchstaben und die Tage."),
        ],
    )


def check_link(code: str) -> str:
    """Where whoever holds the paper in her hands sees whether it counts."""
    return f"{link_to('helpers:verify')}?code={code}"


def _bare(address: str) -> str:
    """As one types it: without the scheme."""
    return address.partition("://")[2]


def _split(part: str) -> list[str]:
    """„Demenz (6 Stunden)“ as two cells."""
    title, _, rest = part.rpartition(" (")
    return [title, rest.removesuffix(")")]


def say_code(code: str) -> str:
    """In two groups, as one reads it out."""
    return f"{code[:5]} {code[5:]}"


def attendance_sheet(day: CourseDay) -> Sheet:
    rows = [["☐", line.participant.person.full_name, ""] for line in lines_of(day.course)]
    return Sheet(
        title=day.course.title,
        lede=f"{day.module.title}, {clock.say_moment(day.starts_at)}, {day.course.place}",
        blocks=[
            blocks.table(["Da", "Name", "Unterschrift"], rows, [0, 1, 1], whole=True)
            if rows
            else blocks.text("Noch ist niemand angemeldet."),
            blocks.small("Bitte nach dem Eintragen zerreißen."),
        ],
    )


__all__ = ["attendance_sheet", "certificate_sheet", "say_code"]
