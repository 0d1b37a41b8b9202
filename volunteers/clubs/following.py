"""What follows from a step of the founding once there is an association that it is written down for: dates, and its number."""

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from volunteers.clubs.renewing import TAX_MONTHS, YEAR_MONTHS, plan_assembly, plan_board, plan_tax
from volunteers.models import ClubRules, Founding, FoundingStep, Renewal, RenewalKind


def plan_after_step(founding: Founding, step: FoundingStep) -> None:
    """In the caller's transaction; nothing while nobody runs the association yet, or the step still waits."""
    if founding.association is None or step.done_on is None:
        return
    if step.code == "tax":
        plan_tax(founding.association, notice_on=step.done_on)
    if step.code == "assembly":
        plan_board(founding.association, ends_on=step.done_on + relativedelta(years=founding.board_years))
        plan_assembly(founding.association, last_on=step.done_on)
    if step.code == "register" and step.note:
        rows = ClubRules.objects.filter(association=founding.association, register_number="")
        rows.update(register_number=step.note[:20])


def unplan_after_step(founding: Founding, step: FoundingStep) -> None:
    """Its day was another, or it is taken back: what was planned for that day and is not done goes."""
    due = {
        "tax": (RenewalKind.TAX, relativedelta(months=TAX_MONTHS)),
        "assembly": (RenewalKind.ASSEMBLY, relativedelta(months=YEAR_MONTHS)),
    }
    if founding.association is None or step.done_on is None or step.code not in due:
        return
    kind, later = due[step.code]
    on = step.done_on + later
    Renewal.objects.filter(association=founding.association, kind=kind, due_on=on, done_on=None).delete()
