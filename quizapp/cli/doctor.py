"""`quizapp doctor`."""

import sys

import click

from quizapp.bootstrap import open_backups, open_doctor
from quizapp.cli.lines import agreed, put, put_json, put_line
from quizapp.services.doctor import Diagnosis, Doctor
from quizapp.settings import Settings
from quizapp.ui.phrases import count

NO = 1


@click.command()
@click.option("--fix", is_flag=True, help="Mend what can be mended, after showing it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as one JSON document.")
@click.pass_obj
def doctor(settings: Settings, fix: bool, yes: bool, as_json: bool) -> None:
    """Check that the stored data is sound, kept in a safe place, and that the schedule is what your history gives.

    Example: quizapp doctor --fix
    """
    if fix and as_json:
        raise click.UsageError("--json only reports; use it without --fix")
    found, mended = _look(settings, fix=fix, yes=yes, as_json=as_json)
    if mended:
        found, _ = _look(settings)
    if settings.problems or not found.sound:
        sys.exit(NO)


def _look(settings: Settings, *, fix: bool = False, yes: bool = False, as_json: bool = False) -> tuple[Diagnosis, bool]:
    """What is found, and whether something of it has been mended."""
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
        _ask("Go on?", yes=yes)
        if not {"damage", "unreadable"} & {symptom.kind for symptom in found.symptoms}:
            for line in its_doctor.mend(found):
                put_line(line)
            return found, True
    finally:
        close()
    _salvage(settings, its_doctor, yes=yes)
    return found, True


def _print(settings: Settings, found: Diagnosis) -> None:
    put_line(f"database: {settings.database}")
    put_line(f"{_counted(found.events, 'event')}, {_counted(found.schedules, 'card')} with a schedule")
    for line in settings.problems:
        put_line(f"wrong: {line}")
    for symptom in found.symptoms:
        put_line(f"{'wrong' if symptom.wrong else 'note'}: {symptom.text}")
    if found.sound and not settings.problems:
        put("all is well")


def _counted(number: int | None, one: str) -> str:
    return f"an unknown number of {one}s" if number is None else count(number, one)


def _show_remedies(found: Diagnosis) -> None:
    put("What can be mended:")
    for remedy in dict.fromkeys(symptom.remedy for symptom in found.symptoms if symptom.remedy):
        put_line(f"  {remedy}")


def _salvage(settings: Settings, its_doctor: Doctor, *, yes: bool) -> None:
    saved = its_doctor.salvage()
    put_line(f"Saved {saved.events:,} of {count(saved.of, 'event')} and {count(saved.drafts, 'unfinished answer')} in {saved.path}.")
    backups = open_backups(settings)
    if (newest := next((kept for kept in backups.all() if kept.reviews is not None), None)) is not None:
        at = f"{newest.at.astimezone(settings.zone()):%Y-%m-%d %H:%M}"
        put_line(f"The newest backup is of {at}, with {count(newest.reviews or 0, 'review')}.")
    _ask("Use what was saved from now on? The damaged file is kept.", yes=yes)
    kept = backups.restore(backups.find(str(saved.path)))
    put_line(f"{settings.database} holds what was saved. The damaged one is kept: {kept}")


def _ask(question: str, *, yes: bool) -> None:
    """Returns where the answer is yes. Where nobody can answer, nothing is changed."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("nobody is there to be asked; add --yes to mend without a question")
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
