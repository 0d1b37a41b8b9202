"""The draft of a statute as plain text, with every clause that register court and tax office ask for. A draft, no legal advice.

§§ 57, 58 BGB: purpose, name, seat, that it is to be registered; entry and exit, fees, board, calling of the assembly, minutes.
Annex 1 to § 60 AO: its five sentences stand here word by word, with „der Verein“ for „die Körperschaft“.
"""

from dataclasses import dataclass

from quarters.costs import say_euros
from volunteers.models import Founding

BLANK = "____________________"
COUNT = "_____"  # a number to write in by hand


@dataclass(frozen=True)
class Clause:
    """One paragraph of the statute; `rests_on` is the law that wants it, for whoever checks the draft."""

    title: str
    sentences: tuple[str, ...]
    rests_on: str


def clauses(founding: Founding) -> list[Clause]:
    """In order; what is not known yet is a line to fill in."""
    return [
        _name(founding),
        _purpose(founding),
        _selfless(),
        _members(),
        _exit(),
        _fees(),
        _organs(founding),
        _assembly(founding),
        _minutes(),
        _end(founding),
    ]


def _name(founding: Founding) -> Clause:
    return Clause(
        "Name, Sitz, Geschäftsjahr",
        (
            f"Der Verein heißt „{founding.name}“. Er soll in das Vereinsregister eingetragen werden und führt dann den Zusatz „e. V.“.",
            f"Er hat seinen Sitz in {founding.seat}.",
            "Das Geschäftsjahr ist das Kalenderjahr.",
        ),
        "§ 57 BGB",
    )


def _purpose(founding: Founding) -> Clause:
    own = founding.purpose.strip() or BLANK
    return Clause(
        "Zweck",
        (
            f"Der Verein mit Sitz in {founding.seat} verfolgt ausschließlich und unmittelbar gemeinnützige und mildtätige Zwecke "
            "im Sinne des Abschnitts „Steuerbegünstigte Zwecke“ der Abgabenordnung.",
            "Zweck des Vereins ist die Förderung der Altenhilfe, des bürgerschaftlichen Engagements und die Unterstützung "
            "hilfsbedürftiger Menschen im Sinne des § 53 der Abgabenordnung.",
            "Der Satzungszweck wird verwirklicht insbesondere durch gegenseitige Hilfe im Alltag, Besuche, Begleitung und "
            f"gemeinsame Treffen in der Nachbarschaft. Der Verein beschreibt es so: {own}",
        ),
        "§ 57 BGB, Anlage 1 zu § 60 AO (§ 1)",
    )


def _selfless() -> Clause:
    return Clause(
        "Selbstlosigkeit",
        (
            "Der Verein ist selbstlos tätig; er verfolgt nicht in erster Linie eigenwirtschaftliche Zwecke.",
            "Mittel des Vereins dürfen nur für die satzungsmäßigen Zwecke verwendet werden. Die Mitglieder erhalten keine "
            "Zuwendungen aus Mitteln des Vereins.",
            "Es darf keine Person durch Ausgaben, die dem Zweck des Vereins fremd sind, oder durch unverhältnismäßig hohe "
            "Vergütungen begünstigt werden.",
            "Wer ehrenamtlich arbeitet, kann Ersatz der Auslagen und im Rahmen des Steuerrechts eine pauschale Vergütung bekommen, "
            "wenn die Mitgliederversammlung es beschließt.",
        ),
        "Anlage 1 zu § 60 AO (§§ 2 bis 4), § 27 (3) BGB",
    )


def _members() -> Clause:
    return Clause(
        "Mitglieder, Eintritt",
        (
            "Mitglied kann jeder Mensch und jede juristische Person werden. Mitglieder sind aktiv, passiv oder fördernd.",
            "Der Eintritt wird in Textform erklärt; über die Aufnahme entscheidet der Vorstand. Wer noch "
            "nicht 18 Jahre alt ist, braucht "
            "die Einwilligung der gesetzlichen Vertretung.",
        ),
        "§ 58 Nr. 1 BGB",
    )


def _exit() -> Clause:
    return Clause(
        "Austritt, Ausschluss",
        (
            "Die Mitgliedschaft endet durch Austritt, Tod, Ausschluss oder das Ende der juristischen Person.",
            "Der Austritt wird dem Vorstand in Textform erklärt und gilt zum Ende des Kalenderjahres.",
            "Wer den Verein schwer schädigt, kann vom Vorstand ausgeschlossen werden. Vorher wird sie oder er gehört. Auf Wunsch "
            "entscheidet die nächste Mitgliederversammlung.",
        ),
        "§§ 39, 58 Nr. 1 BGB",
    )


def _fees() -> Clause:
    return Clause(
        "Beiträge",
        (
            "Die Mitglieder zahlen einen Beitrag im Jahr. Höhe und Fälligkeit beschließt die Mitgliederversammlung in einer "
            "Beitragsordnung. Familien können einen gemeinsamen Beitrag zahlen.",
            "Der Vorstand kann Beiträge in Not erlassen. Er muss den Grund nicht aufschreiben.",
        ),
        "§ 58 Nr. 2 BGB",
    )


def _organs(founding: Founding) -> Clause:
    return Clause(
        "Vorstand",
        (
            "Organe des Vereins sind die Mitgliederversammlung und der Vorstand.",
            "Der Vorstand besteht aus Vorsitz, Stellvertretung und Kasse; weitere Mitglieder können "
            "hinzugewählt werden. Vorstand im Sinne "
            "des § 26 BGB sind Vorsitz, Stellvertretung und Kasse; je zwei von ihnen vertreten den Verein gemeinsam.",
            f"Die Mitgliederversammlung wählt den Vorstand für {_years(founding.board_years)}. Er bleibt im Amt, bis neu gewählt ist.",
            "Der Vorstand kann Änderungen der Satzung beschließen, die Registergericht oder Finanzamt "
            "verlangen. Er berichtet darüber in der "
            "nächsten Mitgliederversammlung.",
        ),
        "§§ 26, 27, 58 Nr. 3 BGB",
    )


def _assembly(founding: Founding) -> Clause:
    days = founding.notice_days
    return Clause(
        "Mitgliederversammlung",
        (
            "Die Mitgliederversammlung findet mindestens einmal im Jahr statt. Sie findet auch statt, wenn es "
            "das Interesse des Vereins "
            "erfordert oder ein Zehntel der Mitglieder es mit Grund verlangt.",
            f"Der Vorstand lädt in Textform ein, mit einer Frist von {days} Tagen und der Tagesordnung. Die Frist beginnt am Tag nach dem "
            "Absenden; der Tag der Versammlung zählt nicht mit.",
            "Sie beschließt mit der Mehrheit der abgegebenen gültigen Stimmen; Enthaltungen zählen nicht. Eine Änderung der Satzung "
            "braucht drei Viertel der abgegebenen Stimmen. Jedes Mitglied hat eine Stimme.",
        ),
        "§§ 32, 33, 36, 37, 58 Nr. 4 BGB",
    )


def _minutes() -> Clause:
    return Clause(
        "Protokoll",
        (
            "Über die Beschlüsse wird ein Protokoll geschrieben. Es wird von der Person, die die Versammlung "
            "leitet, und von der Person, die "
            "das Protokoll schreibt, unterschrieben.",
        ),
        "§ 58 Nr. 4 BGB",
    )


def _end(founding: Founding) -> Clause:
    heir = founding.heir.strip() or f"{BLANK} (hier eine steuerbegünstigte Körperschaft eintragen)"
    return Clause(
        "Auflösung",
        (
            "Der Verein wird aufgelöst, wenn eine dazu einberufene Mitgliederversammlung es mit drei Vierteln der Stimmen beschließt.",
            "Bei Auflösung oder Aufhebung des Vereins oder bei Wegfall steuerbegünstigter Zwecke fällt das Vermögen des Vereins an "
            f"{heir}, die es unmittelbar und ausschließlich für gemeinnützige oder mildtätige Zwecke zu verwenden hat.",
        ),
        "§ 41 BGB, § 61 AO, Anlage 1 zu § 60 AO (§ 5)",
    )


def _years(count: int) -> str:
    return "ein Jahr" if count == 1 else f"{count} Jahre"


def fee_rule(founding: Founding) -> str:
    """What the assembly decides about fees."""
    return (
        f"Der Beitrag beträgt {say_euros(founding.fee_cents)} im Jahr, für Familien {say_euros(founding.family_fee_cents)}. "
        "Er ist am 1. März fällig."
    )
