"""The founding of an association as a graph: which step needs which, and whose answer is waited for (domain 5). Pure.

After the founding assembly two branches run side by side, the register and the tax office; help itself waits for neither, but
for insurance and privacy.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Branch(TextChoices):
    START = "start", _("Der Anfang")
    REGISTER = "register", _("Der Weg zum Registergericht")
    TAX = "tax", _("Der Weg zum Finanzamt")
    WORK = "work", _("Damit die Hilfe losgehen kann")


class Office(TextChoices):
    """Who has to answer while a step waits."""

    NOBODY = "", ""
    COURT = "court", _("Registergericht Kassel")
    TAX_OFFICE = "tax_office", _("Finanzamt Kassel")
    CERTIFIER = "certifier", _("Ortsgericht oder Notariat")
    BANK = "bank", _("Bank")
    INSURER = "insurer", _("Versicherung")


@dataclass(frozen=True)
class Step:
    """`needs` have to be done first; `heeds` should be, and are only warned of. `weeks` is how long an answer usually takes;
    with the step `until` done it makes no sense any more.
    """

    code: str
    label: str | Promise
    says: str | Promise
    branch: str
    needs: tuple[str, ...] = ()
    heeds: tuple[str, ...] = ()
    office: str = Office.NOBODY
    weeks: int = 0
    is_voluntary: bool = False
    until: str = ""
    papers: tuple[str, ...] = ()


STEPS: tuple[Step, ...] = (
    Step(
        "purpose",
        _("Zusammen überlegen"),
        _("Was soll der Verein tun, für wen, und wie soll er heißen? Der Name darf hier noch keinem anderen Verein gehören."),
        Branch.START,
    ),
    Step(
        "statute",
        _("Satzung entwerfen"),
        _(
            "Die Satzung sind die Regeln des Vereins. Wir schreiben einen Entwurf mit allem, was Gericht und "
            "Finanzamt verlangen. Sie ändern ihn, wie Sie möchten."
        ),
        Branch.START,
        needs=("purpose",),
        papers=("satzung",),
    ),
    Step(
        "check_tax",
        _("Finanzamt vorab fragen"),
        _(
            "Das Finanzamt liest den Entwurf und sagt, ob der Verein gemeinnützig sein kann. Das ist freiwillig "
            "und spart später Ärger."
        ),
        Branch.TAX,
        needs=("statute",),
        office=Office.TAX_OFFICE,
        weeks=4,
        is_voluntary=True,
        until="assembly",
        papers=("satzung",),
    ),
    Step(
        "check_court",
        _("Registergericht vorab fragen"),
        _("Das Gericht liest den Entwurf, bevor Sie ihn beschließen. Auch das ist freiwillig."),
        Branch.REGISTER,
        needs=("statute",),
        office=Office.COURT,
        weeks=4,
        is_voluntary=True,
        until="assembly",
        papers=("satzung",),
    ),
    Step(
        "founders",
        _("Sieben Menschen finden"),
        _("Mindestens sieben gründen den Verein und unterschreiben die Satzung. Mehr sind gut: Es kann jemand krank werden."),
        Branch.START,
        needs=("statute",),
    ),
    Step(
        "invite",
        _("Zur Gründung einladen"),
        _("Ort, Tag und Uhrzeit stehen fest, alle bekommen die Einladung mit dem Entwurf der Satzung."),
        Branch.START,
        needs=("statute",),
        heeds=("check_tax", "check_court"),
        papers=("einladung",),
    ),
    Step(
        "assembly",
        _("Gründungsversammlung"),
        _(
            "Sie beschließen die Satzung als Ganzes, wählen den Vorstand und geben ihm das Recht, kleine "
            "Änderungen zu machen, die Gericht oder Finanzamt wünschen. Sieben unterschreiben."
        ),
        Branch.START,
        needs=("founders", "invite"),
        papers=("anwesenheit", "protokoll", "satzung"),
    ),
    Step(
        "certify",
        _("Unterschriften beglaubigen"),
        _(
            "Der Vorstand unterschreibt die Anmeldung vor jemandem, der das bestätigt. In Hessen geht das günstig "
            "beim Ortsgericht, es kommt auf Wunsch auch ins Haus. Ausweis mitbringen."
        ),
        Branch.REGISTER,
        needs=("assembly",),
        office=Office.CERTIFIER,
        weeks=2,
        papers=("anmeldung",),
    ),
    Step(
        "register",
        _("Eintragung ins Vereinsregister"),
        _(
            "Die Anmeldung geht an das Amtsgericht Kassel, mit einfachen Kopien von Satzung und Protokoll. Danach "
            "heißt der Verein „e. V.“."
        ),
        Branch.REGISTER,
        needs=("certify",),
        office=Office.COURT,
        weeks=8,
        papers=("anmeldung", "satzung", "protokoll"),
    ),
    Step(
        "tax",
        _("Gemeinnützigkeit feststellen lassen"),
        _(
            "Fragebogen und Antrag nach § 60a der Abgabenordnung gehen an das Finanzamt Kassel. Das geht gleich "
            "nach der Gründung, auch vor der Eintragung."
        ),
        Branch.TAX,
        needs=("assembly",),
        office=Office.TAX_OFFICE,
        weeks=8,
        papers=("satzung", "protokoll"),
    ),
    Step(
        "account",
        _("Konto eröffnen"),
        _(
            "Die Bank will Satzung, Protokoll und die Ausweise des Vorstands sehen, meist auch die Eintragung. "
            "Die Kontonummer schreiben wir hier nirgends auf."
        ),
        Branch.REGISTER,
        needs=("assembly",),
        heeds=("register",),
        office=Office.BANK,
        weeks=3,
        papers=("protokoll",),
    ),
    Step(
        "fees",
        _("Beiträge einziehen"),
        _("Erst mit einem Konto kommen Beiträge. Wer was zu zahlen hat, steht dann in der Liste für die Kasse."),
        Branch.REGISTER,
        needs=("account",),
    ),
    Step(
        "insurance",
        _("Versichern"),
        _(
            "Eine Vereinshaftpflicht und die Meldung bei der Berufsgenossenschaft. Der Rahmenvertrag des Landes "
            "Hessen hilft nur, wenn sonst niemand zahlt."
        ),
        Branch.WORK,
        needs=("assembly",),
        office=Office.INSURER,
        weeks=2,
    ),
    Step(
        "privacy",
        _("Datenschutz ordnen"),
        _(
            "Wer liest was, wer unterschreibt Verschwiegenheit, was wird wann gelöscht. Der Verein ist dafür "
            "selbst verantwortlich."
        ),
        Branch.WORK,
        needs=("assembly",),
    ),
    Step(
        "help",
        _("Die erste Hilfe"),
        _("Mit Versicherung und Datenschutz darf es losgehen. Auf die Eintragung müssen Sie dafür nicht warten."),
        Branch.WORK,
        needs=("insurance", "privacy"),
    ),
)  # fmt: skip
BY_CODE: Mapping[str, Step] = {step.code: step for step in STEPS}
LEAST_FOUNDERS = 7  # § 56 BGB; as many sign the statute (§ 59 (3) BGB)


def missing(code: str, done: Collection[str]) -> list[Step]:
    """What has to be done before this step, in the order of the graph."""
    return [BY_CODE[need] for need in BY_CODE[code].needs if need not in done]


def is_open(code: str, done: Collection[str]) -> bool:
    return not missing(code, done)


def possible(done: Collection[str], begun: Collection[str] = ()) -> list[Step]:
    """What can be done now: not done, not begun, all it needs is done, and its time is not over."""
    gone = {*done, *begun}
    return [step for step in STEPS if step.code not in gone and is_open(step.code, done) and not is_over(step, done)]


def is_over(step: Step, done: Collection[str]) -> bool:
    """What was voluntary and left out until its time was over."""
    return step.until in done


def needed_by(code: str, among: Collection[str]) -> list[Step]:
    """The steps among these that rest on it: it cannot be taken back while there are any."""
    return [step for step in STEPS if code in step.needs and step.code in among]


def usual_answer(step: Step, since: dt.date) -> dt.date | None:
    return since + dt.timedelta(weeks=step.weeks) if step.weeks else None


def is_personally_liable(done: Collection[str]) -> bool:
    """Whoever acts for an association that is founded and not yet registered is liable with her own money (§ 54 (2) BGB)."""
    return "assembly" in done and "register" not in done


def in_branches(steps: Iterable[Step]) -> list[tuple[Branch, list[Step]]]:
    rows = list(steps)
    return [(branch, found) for branch in Branch if (found := [one for one in rows if one.branch == branch])]
