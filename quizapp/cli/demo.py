"""`quizapp demo`: a demo on the whole terminal, or without the app as text, JSON, SVG or GIF."""

import collections
import math
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quizapp.cli.help import Helped
from quizapp.cli.lines import note, put, put_document, put_json, put_line, show_progress
from quizapp.cli.main import run
from quizapp.demos.parameters import written
from quizapp.domain.drawable import json_document
from quizapp.domain.i18n import gettext
from quizapp.domain.names import composed
from quizapp.services.demo_moves import proposed
from quizapp.services.lab import SEED_NAME, SEEDS, Lab
from quizapp.ui.phrases import claim_phrase, settings_phrase

if TYPE_CHECKING:
    from quizapp.demos.kit import Demo, Finding, Progress, Setting
    from quizapp.demos.player import Moment, Player, Report

COLUMNS, ROWS = 78, 18
"""The size of the last figure as text."""


@click.command(cls=Helped)
@click.argument("demo_id", metavar="[ID]", required=False)
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="Set a parameter; may be repeated.")
@click.option("--seed", default=0, type=click.IntRange(0, SEEDS - 1), help="Seed for the random numbers.")
@click.option("--every", default=1, type=click.IntRange(min=1), help="Print only every Nth frame and the last.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Write the last frame's figures to this file.")
@click.option("--gif", type=click.Path(path_type=Path, dir_okay=False), help="Write the run to this file as an animated picture.")
@click.option("--force", is_flag=True, help="Overwrite an existing picture.")
@click.pass_context
def demo(
    context: click.Context,
    demo_id: str | None,
    given: tuple[str, ...],
    seed: int,
    every: int,
    as_json: bool,
    svg: Path | None,
    gif: Path | None,
    force: bool,
) -> None:
    """List the demos, or run the one with this ID: in the app, or as text if the output is not a terminal.

    Example: quizapp demo xor-failure --set gate=and
    """
    lab = Lab()
    if demo_id is None:
        if svg is not None or gif is not None or given:
            raise click.UsageError(gettext("which demo? `quizapp demo` lists them."))
        if as_json:
            put_json([_about(one) for one in lab.demos()])
            return
        for one in lab.demos():
            put_line(f"{one.id:<18} {one.summary}")
        for problem in lab.problems():
            note(problem)
        return
    settings = _settings(given)
    player = lab.play(demo_id, settings, seed, kept=1)
    if sys.stdin.isatty() and sys.stdout.isatty() and not (as_json or svg or gif or every > 1):
        run(context.obj, "demo", demo=(demo_id, settings, seed))
        return
    if gif is not None and as_json:
        raise click.UsageError(gettext("--gif and --json cannot be combined; choose one of them."))
    frames = _frames(player, every)
    if gif is not None:
        lab.save_gif(gif, (moment.frame for moment in frames), overwrite=force)
        put_line(gettext("wrote {file}", file=gif), err=True)
    elif as_json:
        for piece in _document(player, frames):
            put_document(piece)
        put_document("\n")
    elif svg is None:
        _print(player, frames)
    else:
        collections.deque(frames, maxlen=0)
    if svg is not None and player.now is not None:
        lab.save_svg(svg, player.now.frame, overwrite=force)
        put_line(gettext("wrote {file}", file=svg), err=True)


def _settings(given: tuple[str, ...]) -> dict[str, str]:
    settings = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise click.BadParameter(gettext("{text!r} is not NAME=VALUE, such as gate=and", text=each), param_hint="--set")
        settings[composed(name)] = composed(value)
    return settings


def _frames(player: "Player", every: int) -> "Iterator[Moment]":
    """Every Nth moment and the last one."""
    last = None
    report = _report()
    while player.forward(report):
        last = player.now
        assert last is not None
        if (last.number - 1) % every == 0:
            yield last
            last = None
    if last is not None:
        yield last


def _report() -> "Report":
    """Shows a person at a terminal how far a long computation has come."""
    watched = sys.stderr.isatty()

    def report(progress: "Progress") -> bool:
        if watched:
            show_progress(gettext("computing {done} of {total}", done=progress.done, total=progress.of), done=progress.done == progress.of)
        return True

    return report


def _about(demo: "Demo") -> dict[str, Any]:
    parameters = [{"name": one.name, "label": one.label, "default": one.default, "allowed": one.allowed} for one in demo.parameters]
    return {"id": demo.id, "title": demo.title, "summary": demo.summary, "claim": demo.claim_with_conditions, "parameters": parameters}


def _print(player: "Player", frames: "Iterator[Moment]") -> None:
    put(title_and_question(player.demo))
    for parameter in player.demo.controls:
        value = player.seed if parameter.name == SEED_NAME else player.settings[parameter.name]
        put_line(f"  {parameter.name}={value} ({parameter.label}: {parameter.allowed})")
    put()
    for moment in frames:
        put_line(f"{moment.number:>4}  {moment.frame.caption}")
    assert player.now is not None
    put(f"\n{Lab.text(player.now.frame, COLUMNS, ROWS)}\n")
    assert player.finding is not None, "the run has ended"
    put(finding_lines(player.demo, player.finding))
    if move := proposed(player.demo, player.settings, player.settings, player.finding):
        settings = settings_phrase(player.demo.parameters, move)
        put_line(gettext("Try {settings}: `{command}`", settings=settings, command=_command(player, move)))


def title_and_question(demo: "Demo") -> str:
    """The title, and what is to be predicted: the claim would give it away."""
    lines = [demo.title, gettext("Predict: {question}", question=demo.predict.question)]
    return "\n".join([*lines, *(f"  - {choice}" for choice in demo.predict.choices)])


def finding_lines(demo: "Demo", finding: "Finding") -> str:
    """What a run has measured, and below it the claim with its conditions, and whether it held."""
    return f"{finding.text}\n{claim_phrase(demo)} {finding.verdict}"


def _command(player: "Player", move: "Mapping[str, Setting]") -> str:
    """The command that runs the demo with the move made."""
    usual = {parameter.name: parameter.default for parameter in player.demo.parameters}
    changed = {name: value for name, value in (player.settings | dict(move)).items() if value != usual[name]}
    settings = [argument for name, value in changed.items() for argument in ("--set", f"{name}={written(value)}")]
    return shlex.join(
        ["quizapp", "demo", player.demo.id, *settings, *(["--seed", str(player.seed)] if player.demo.seeded and player.seed else [])]
    )


def _document(player: "Player", frames: "Iterator[Moment]") -> Iterator[str]:
    """The JSON document, piece by piece: a long run is never held as a whole."""
    head = {"demo": player.demo.id, "parameters": player.settings, "seed": player.seed}
    yield json_document(head)[:-1] + ', "frames": ['
    for i, moment in enumerate(frames):
        frame = {"caption": moment.frame.caption, "line": moment.line, "values": _plain(moment.frame.values)}
        yield (",\n" if i else "\n") + json_document(frame)
    assert player.finding is not None
    finding = {
        "text": player.finding.text,
        "claim_held": player.finding.claim_held,
        "values": _plain(player.finding.values),
    }
    prediction = {"question": player.demo.predict.question, "choices": list(player.demo.predict.choices), "answer": player.answer()}
    told = {"prediction": prediction, "finding": finding, "claim": player.demo.claim_with_conditions}
    yield "\n], " + json_document(told)[1:]


def _plain(value: Any) -> Any:
    """Prepare `value` for JSON: arrays become lists, and numbers that JSON lacks (inf, nan) become text."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
