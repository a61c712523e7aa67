"""`quizapp optimise`."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from quizapp.bootstrap import open_services
from quizapp.cli.help import Helped
from quizapp.cli.lines import note, put_json, put_line
from quizapp.domain.errors import TooFewReviewsError
from quizapp.domain.i18n import gettext
from quizapp.services.container import Services
from quizapp.services.optimising import FEWEST_REVIEWS, Optimisation
from quizapp.settings import Settings

NO = 1


@click.command(cls=Helped)
@click.option("--dry-run", is_flag=True, help="Only say how well the learned weights predict; change nothing.")
@click.option("--undo", is_flag=True, help="Bring back the weights from before; once more brings back the others.")
@click.option("--csv", "log", type=click.Path(path_type=Path), help="With --dry-run, learn from this review log instead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def optimise(settings: Settings, dry_run: bool, undo: bool, log: Path | None, as_json: bool) -> None:
    """Learn how you forget from your own reviews, and use it if it clearly predicts your newest reviews better.

    It is judged on newer reviews than those it has learned from. This needs the extra `optimise` and 400 reviews.

    Example: quizapp optimise --dry-run
    """
    if undo and (dry_run or log):
        raise click.UsageError(gettext("--undo stands alone."))
    if log and not dry_run:
        raise click.UsageError(gettext("weights learned from a file are not used; add --dry-run to see how well they predict."))
    services = open_services(settings)
    try:
        done = _take_back(services, as_json) if undo else _learn(services, log, dry_run=dry_run, as_json=as_json)
    finally:
        services.close()
    if not done:
        sys.exit(NO)


def _take_back(services: Services, as_json: bool) -> bool:
    """Whether there were weights to take back."""
    done = services.preferences.take_back()
    if done:
        services.reschedule()
    parameters = services.preferences.settings.parameters
    if done:
        words = gettext("The weights from before are in force again. The same command brings the others back.")
    else:
        words = gettext("There are no other weights to bring back.")
    _tell([words], {"undone": done, "parameters": list(parameters)}, as_json)
    return done


def _learn(services: Services, log: Path | None, *, dry_run: bool, as_json: bool) -> bool:
    """Whether weights were found that predict better."""
    try:
        learned = _learned(services, log)
    except TooFewReviewsError as error:
        _tell([str(error)], {"reviews": error.reviews, "needed": FEWEST_REVIEWS, "better": False, "adopted": False}, as_json)
        return False
    if adopted := learned.better and not dry_run:
        services.optimiser.adopt(learned)
        services.reschedule()
    _tell([*learned.figures, learned.verdict, _outcome(learned, log, adopted=adopted)], _fields(learned, adopted=adopted), as_json)
    return learned.better


def _learned(services: Services, log: Path | None) -> Optimisation:
    if log is None:
        return services.optimiser.learn()
    learned, in_order = services.optimiser.try_log(log)
    if not in_order:
        note(gettext("{file} is not in order of time, so its reviews were sorted.", file=log))
    return learned


def _outcome(learned: Optimisation, log: Path | None, *, adopted: bool) -> str:
    if adopted:
        return gettext("They are in force from now on. `quizapp optimise --undo` takes them back.")
    if log is not None or not learned.better:
        return gettext("Nothing was changed.")
    return gettext("Nothing was changed. Without --dry-run they would be in force from now on.")


def _fields(learned: Optimisation, *, adopted: bool) -> dict[str, object]:
    whole = asdict(learned.whole)
    return {
        "reviews": learned.reviews,
        "predicted": whole.pop("reviews"),
        **whole,
        "judged": asdict(learned.judged),
        "better": learned.better,
        "adopted": adopted,
        "parameters": list(learned.parameters),
    }


def _tell(lines: Sequence[str], fields: Mapping[str, object], as_json: bool) -> None:
    if as_json:
        put_json(fields)
        return
    for line in lines:
        put_line(line)
