"""A policy in words, as somebody would say it: „zuerst die vertraute Person allein, dann 3 Ehrenamtliche bis morgen 12 Uhr“. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests.policies.plain import ON_CALL, AtNight, Plan, Step, Unit, Who

AN_HOUR, A_DAY = 60, 24


def say_plan(plan: Plan) -> str:
    """One sentence without the full stop; what comes besides the asking is in `say_besides`."""
    parts, was_written = [], False
    for place, step in enumerate(plan.steps):
        begin = _("zuerst") if place == 0 and len(plan.steps) > 1 else _("dann") if place else ""
        parts.append(f"{begin} {say_step(step, is_further=was_written)}".strip())
        was_written = was_written or step.who == Who.WRITING
    return ", ".join(parts)


def say_besides(plan: Plan) -> list[str]:
    """What else is done while somebody is looked for."""
    told = []
    if any(step.who in ON_CALL for step in plan.steps):
        told.append(_("Die Bereitschaft fragen wir nur, wenn die Person den Preis kennt und Ja gesagt hat."))
        told.append(_say_rings(plan))
    if plan.alert_hours:
        told.append(
            _("%(time)s vor dem Aufbruch erfahren benannte Menschen des Stadtteils, dass noch niemand gefunden ist.")
            % {"time": _say_hours(plan.alert_hours)}
        )
    if plan.needed_days:
        days = ngettext("einem Tag", "%(n)d Tagen", plan.needed_days) % {"n": plan.needed_days}
        told.append(_("Nach %(days)s fragen wir, ob die Hilfe noch gebraucht wird.") % {"days": days})
    return told


def _say_rings(plan: Plan) -> str:
    if not plan.rings:
        return _("Ein Band ruft sie nicht an.")
    times = ngettext("einmal", "bis zu %(n)d-mal", plan.rings) % {"n": plan.rings}
    said = _("Ein Band ruft sie %(times)s an, alle %(between)s; wenn niemand abnimmt, nach %(soon)s wieder.")
    between = ngettext("%(n)d Minute", "%(n)d Minuten", plan.ring_minutes) % {"n": plan.ring_minutes}
    soon = ngettext("einer Minute", "%(n)d Minuten", plan.unheard_minutes) % {"n": plan.unheard_minutes}
    return said % {"times": times, "between": between, "soon": soon}


def say_step(step: Step, *, is_further: bool = False) -> str:
    """`is_further`: some were asked in writing before."""
    say = {
        Who.FAMILIAR: _say_familiar,
        Who.WRITING: _say_further if is_further else _say_writing,
        Who.PHONE: _say_phone,
        Who.DUTY: lambda one: _("die Bereitschaft, %(time)s") % {"time": say_time(one)},
        Who.DEPUTY: lambda one: _("ihre Vertretung, %(time)s") % {"time": say_time(one)},
        Who.HELPER: _say_helper,
        Who.TREE: _say_tree,
    }[Who(step.who)]
    return say(step) + _say_night(step)


def say_time(step: Step) -> str:
    """How long somebody has to answer."""
    if step.unit == Unit.NOON:
        return _say_noon(step)
    time = _say_minutes(step.amount)
    if step.unit == Unit.DAY_MINUTES:
        return _("%(time)s lang, gezählt von 8 bis 20 Uhr") % {"time": time}
    return _("%(time)s lang") % {"time": time}


def _say_noon(step: Step) -> str:
    if step.who == Who.PHONE:
        return ngettext("bis zum nächsten Werktag 12 Uhr", "bis zum Werktag nach %(n)d Tagen, 12 Uhr", step.amount) % {
            "n": step.amount
        }
    return ngettext("bis morgen 12 Uhr", "bis in %(n)d Tagen 12 Uhr", step.amount) % {"n": step.amount}


def _say_familiar(step: Step) -> str:
    """Until noon of the next day is what nobody has to be told."""
    is_usual = step.unit == Unit.NOON and step.amount == 1
    return _("die vertraute Person allein") if is_usual else _("die vertraute Person allein, %s") % say_time(step)


def _say_writing(step: Step) -> str:
    who = ngettext("eine ehrenamtliche Person", "%(n)d Ehrenamtliche", step.at_once) % {"n": step.at_once}
    return _say_times(who, step)


def _say_further(step: Step) -> str:
    who = ngettext("eine weitere Person", "%(n)d weitere", step.at_once) % {"n": step.at_once}
    if step.unit == Unit.NOON and step.amount == 1 and step.times == 1:
        return _("%(who)s bis zum nächsten Tag 12 Uhr") % {"who": who}
    return _say_times(who, step)


def _say_times(who: str, step: Step) -> str:
    if step.times > 1:
        return _("%(times)d-mal %(who)s, jeweils %(time)s") % {"times": step.times, "who": who, "time": say_time(step)}
    return f"{who} {say_time(step)}"


def _say_phone(step: Step) -> str:
    if step.times > 1:
        words = _("bis zu %(n)d Ehrenamtliche am Telefon, eine Person nach der anderen, jeweils %(time)s")
        return words % {"n": step.times, "time": say_time(step)}
    return _("eine ehrenamtliche Person am Telefon, %s") % say_time(step)


def _say_helper(step: Step) -> str:
    if not step.amount:
        return _("entscheidet die Helferin")
    return _("entscheidet die Helferin: Sagt nach %(time)s niemand „Ich kümmere mich darum“, geht es weiter") % {
        "time": _say_minutes(step.amount, dative=True)
    }


def _say_tree(step: Step) -> str:
    words = _("die Telefonkette, alle %(time)s die nächste Person, höchstens %(n)d")
    return words % {"time": _say_minutes(step.amount), "n": step.times}


def _say_night(step: Step) -> str:
    if step.who == Who.HELPER or step.at_night == AtNight.MORNING:
        return ""
    return _(", nachts nicht") if step.at_night == AtNight.SKIP else _(", auch nachts")


def _say_minutes(minutes: int, *, dative: bool = False) -> str:
    if minutes == AN_HOUR:
        return _("einer Stunde") if dative else _("eine Stunde")
    if minutes % AN_HOUR == 0:
        return _("%(n)d Stunden") % {"n": minutes // AN_HOUR}
    return ngettext("eine Minute", "%(n)d Minuten", minutes) % {"n": minutes}


def _say_hours(hours: int) -> str:
    if hours % A_DAY == 0:
        return ngettext("einen Tag", "%(n)d Tage", hours // A_DAY) % {"n": hours // A_DAY}
    return ngettext("eine Stunde", "%(n)d Stunden", hours) % {"n": hours}
