"""`quizapp group`, and what `quizapp sync --init` does for the owner of a group's database."""

from collections.abc import Iterator

import click

from quizapp.cli.help import Helped
from quizapp.cli.lines import columns, note, put, put_json, put_line, say
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.passwords import is_address
from quizapp.domain.sharing import GroupMember, GroupView
from quizapp.domain.statistics_tables import FigureTable
from quizapp.settings import Settings

WIDTH = 80
"""Columns of the tables where the output goes to no terminal."""
INDENT = "  "


@click.command(cls=Helped)
@click.argument("address", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def group(settings: Settings, address: str | None, as_json: bool) -> None:
    """Show what the members of your group share: the streak, the reviews and how ready each is by topic.

    ADDRESS is a postgresql:// address, or else the one in your settings. Whoever has this right from the database's owner sees everybody.
    Anybody else sees what the group sees of them: nothing, unless the setting `sharing` is on.

    Example: quizapp group postgresql://db.example.org/class
    """
    from quizapp.services.groups import view_group

    written = address or (settings.sync if is_address(settings.sync) else "")
    if not written:
        raise click.UsageError(gettext("name the database of your group: a postgresql:// address."))
    view = view_group(written)
    if as_json:
        put_json([_fields(member) for member in view.members])
    else:
        _print(view)
    for name in view.unreadable:
        note(gettext("what {name} shares cannot be read.", name=name))


def prepare(settings: Settings, address: str, role: str | None) -> None:
    """Prepares the database at `address` as its owner, lets `role` sync, and says what was done."""
    from quizapp.services.groups import prepare_database

    place, done = prepare_database(address, settings.migrations, role)
    if done.changed:
        put_line(gettext("{place} is ready.", place=place))
    else:
        put_line(gettext("{place} was ready already.", place=place))
    if done.created:
        put_line(gettext("{role} was made and may sync. Set a password with \\password in psql.", role=done.role))
    elif done.added:
        put_line(gettext("{role} may sync.", role=done.role))
    elif done.role:
        put_line(gettext("{role} could sync already.", role=done.role))


def _print(view: GroupView) -> None:
    if not view.whole:
        say(gettext("This is what your group sees of you:") if view.members else gettext("Your group sees nothing of you."))
    elif not view.members:
        say(gettext("Nobody shares anything yet. Each learner decides, with the setting `sharing`."))
    for member in view.members:
        put_line(_heading(member))
        for line in _topics(member):
            put(line)


def _heading(member: GroupMember) -> str:
    streak = ngettext("{count:,} day in a row", "{count:,} days in a row", member.shared.streak)
    reviews = ngettext("{count:,} review", "{count:,} reviews", member.shared.reviews)
    return f"{member.name}: {streak}, {reviews}"


def _topics(member: GroupMember) -> Iterator[str]:
    from quizapp.plots.columns import lines

    rows = tuple((each.topic, f"{each.ready:.0%}") for each in member.shared.readiness)
    if rows:
        for line in lines(FigureTable((gettext("topic"), gettext("ready")), rows), (columns() or WIDTH) - len(INDENT)):
            yield f"{INDENT}{line}"


def _fields(member: GroupMember) -> dict[str, object]:
    shared = member.shared
    return {
        "name": member.name,
        "streak": shared.streak,
        "reviews": shared.reviews,
        "readiness": [{"topic": each.topic, "ready": each.ready} for each in shared.readiness],
    }
