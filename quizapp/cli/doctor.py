"""`quizapp doctor`."""

import sys

import click

from quizapp.bootstrap import open_backups, open_doctor
from quizapp.cli.help import Helped
from quizapp.cli.lines import agreed, put, put_json, put_line
from quizapp.domain.i18n import gettext, ngettext
from quizapp.services.doctor import Diagnosis, Doctor
from quizapp.settings import Settings

NO = 1


@click.command(cls=Helped)
@click.option("--fix", is_flag=True, help="Repair what can be repaired, after asking.")
@click.option("--yes", is_flag=True, help="With --fix, repair without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def doctor(settings: Settings, fix: bool, yes: bool, as_json: bool) -> None:
    """Check that your data is undamaged, kept in a safe place, and that the schedule follows from your history.

    Example: quizapp doctor --fix
    """
    if fix and as_json:
        raise click.UsageError(gettext("--json only reports; use it without --fix."))
    found, mended = _look(settings, fix=fix, yes=yes, as_json=as_json)
    if mended:
        found, _ = _look(settings)
    if settings.problems or not found.sound:
        sys.exit(NO)


def _look(settings: Settings, *, fix: bool = False, yes: bool = False, as_json: bool = False) -> tuple[Diagnosis, bool]:
    """What is found, and whether any of it was repaired."""
    its_doctor, close = open_doctor(settings)
    try:
        found = its_doctor.diagnose()
        if as_json:
            put_json(_fields(settings, found))
        else:
            _print(settings, found)
        if not fix or not any(symptom.remedy for symptom in found.symptoms):
            return found, False
        _show_remedies(found)
        _ask(gettext("Continue?"), yes=yes)
        if not {"damage", "unreadable"} & {symptom.kind for symptom in found.symptoms}:
            for line in its_doctor.mend(found):
                put_line(line)
            return found, True
    finally:
        close()
    _salvage(settings, its_doctor, yes=yes)
    return found, True


def _print(settings: Settings, found: Diagnosis) -> None:
    put_line(gettext("database: {path}", path=settings.database))
    put_line(", ".join((_events(found.events), _schedules(found.schedules))))
    for line in settings.problems:
        put_line(gettext("wrong: {what}", what=line))
    for symptom in found.symptoms:
        put_line(gettext("wrong: {what}", what=symptom.text) if symptom.wrong else gettext("note: {what}", what=symptom.text))
    if found.sound and not settings.problems:
        put(gettext("all is well"))


def _events(number: int | None) -> str:
    if number is None:
        return gettext("an unknown number of events")
    return ngettext("{count:,} event", "{count:,} events", number)


def _schedules(number: int | None) -> str:
    if number is None:
        return gettext("an unknown number of cards with a schedule")
    return ngettext("{count:,} card with a schedule", "{count:,} cards with a schedule", number)


def _show_remedies(found: Diagnosis) -> None:
    put(gettext("What can be repaired:"))
    for remedy in dict.fromkeys(symptom.remedy for symptom in found.symptoms if symptom.remedy):
        put_line(f"  {remedy}")


def _salvage(settings: Settings, its_doctor: Doctor, *, yes: bool) -> None:
    saved = its_doctor.salvage()
    drafts = ngettext("{count:,} unfinished answer", "{count:,} unfinished answers", saved.drafts)
    put_line(
        ngettext(
            "Saved {saved:,} of {count:,} event and {drafts} to {path}.",
            "Saved {saved:,} of {count:,} events and {drafts} to {path}.",
            saved.of,
            saved=saved.events,
            drafts=drafts,
            path=saved.path,
        )
    )
    backups = open_backups(settings)
    if (newest := next((kept for kept in backups.all() if kept.reviews is not None), None)) is not None:
        put_line(
            ngettext(
                "The newest backup was made on {at:%Y-%m-%d %H:%M} and has {count:,} review.",
                "The newest backup was made on {at:%Y-%m-%d %H:%M} and has {count:,} reviews.",
                newest.reviews or 0,
                at=newest.at.astimezone(settings.zone()),
            )
        )
    _ask(gettext("Use what was saved from now on? The damaged file is kept."), yes=yes)
    kept = backups.restore(backups.find(str(saved.path)))
    put_line(gettext("{path} now holds what was saved. The damaged file is kept at {kept}", path=settings.database, kept=kept))


def _ask(question: str, *, yes: bool) -> None:
    """Return if the answer is yes. If nobody can answer, nothing is changed."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(gettext("there is no terminal to ask in; add --yes to repair without asking."))
    if not agreed(question):
        sys.exit(NO)


def _fields(settings: Settings, found: Diagnosis) -> dict[str, object]:
    symptoms = [{"kind": each.kind, "wrong": each.wrong, "text": each.text, "remedy": each.remedy} for each in found.symptoms]
    return {
        "database": str(settings.database),
        "sound": found.sound and not settings.problems,
        "events": found.events,
        "schedules": found.schedules,
        "problems": list(settings.problems),
        "symptoms": symptoms,
    }
