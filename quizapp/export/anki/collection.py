"""What an Anki collection holds beside notes and cards, in the form of its schema 11, which every Anki reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizapp.domain.drawable import json_document
from quizapp.export.anki.reviews import STEP

NOTE_TYPE = "QuizApp"
NOTE_TYPE_ID = 1_764_460_800_001
OPTIONS_ID = 1_764_460_800_002
"""By these ids Anki knows at a second import what the first one brought. They must never change."""
DEFAULT = 1
"""The deck and the options that every collection has."""
FIELDS = ("Question", "Answer")

SCHEMA = """
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null, ver integer not null,
    dty integer not null, usn integer not null, ls integer not null, conf text not null, models text not null, decks text not null,
    dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null, usn integer not null,
    tags text not null, flds text not null, sfld integer not null, csum integer not null, flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null, mod integer not null,
    usn integer not null, type integer not null, queue integer not null, due integer not null, ivl integer not null,
    factor integer not null, reps integer not null, lapses integer not null, left integer not null, odue integer not null,
    odid integer not null, flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null, ivl integer not null,
    lastIvl integer not null, factor integer not null, time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""

_STYLE = """.card { font-family: sans-serif; font-size: 18px; text-align: center; }
.quizapp { max-width: 44em; margin: auto; }
.quizapp h2 { font-size: 1em; margin-top: 1.4em; }
.quizapp h3 { font-size: 1em; font-weight: normal; font-style: italic; }
.quizapp pre { overflow-x: auto; padding: 0.5em; border-left: 3px solid gray; }
.quizapp table { border-collapse: collapse; }
.quizapp th, .quizapp td { border: 1px solid gray; padding: 0.2em 0.5em; }
"""


@dataclass(frozen=True)
class StudyOptions:
    """The learner's settings that Anki knows as well."""

    retention: float
    parameters: Sequence[float]
    """The 21 weights of FSRS-6."""
    new_per_day: int
    reviews_per_day: int
    leech_lapses: int


def fields_of_collection(options: StudyOptions, decks: Mapping[str, int], at: int, minutes_west: int, positions: int) -> tuple[str, ...]:
    """The JSON columns of `col`: settings, note types, decks and options. `decks` are ids by name, `at` seconds since 1970.

    `minutes_west` is how far the learner's clock was behind UTC on the first day, and `positions` how many places in the queue are taken.
    """
    conf = {
        "nextPos": positions + 1,
        "schedVer": 2,
        "sched2021": True,
        "creationOffset": minutes_west,
        "curDeck": DEFAULT,
        "activeDecks": [DEFAULT],
        "curModel": NOTE_TYPE_ID,
        "sortType": "noteFld",
        "sortBackwards": False,
        "estTimes": True,
        "dueCounts": True,
        "newSpread": 0,
        "collapseTime": 1200,
        "timeLim": 0,
        "addToCur": True,
        "dayLearnFirst": False,
    }
    named = {"Default": DEFAULT, **decks}
    objects = (
        conf,
        {str(NOTE_TYPE_ID): _note_type(at)},
        {str(id): _deck(id, name, at) for name, id in named.items()},
        {str(DEFAULT): _options(DEFAULT, "Default", None, at), str(OPTIONS_ID): _options(OPTIONS_ID, NOTE_TYPE, options, at)},
    )
    return tuple(json_document(each) for each in objects)


def _note_type(at: int) -> dict[str, Any]:
    fields = [
        {"name": name, "ord": place, "sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}
        for place, name in enumerate(FIELDS)
    ]
    template = {
        "name": "Card 1",
        "ord": 0,
        "qfmt": "{{Question}}",
        "afmt": "{{FrontSide}}\n\n<hr id=answer>\n\n{{Answer}}",
        "did": None,
        "bqfmt": "",
        "bafmt": "",
    }
    return {
        "id": NOTE_TYPE_ID,
        "name": NOTE_TYPE,
        "type": 0,
        "mod": at,
        "usn": -1,
        "sortf": 0,
        "did": DEFAULT,
        "tmpls": [template],
        "flds": fields,
        "css": _STYLE,
        "latexPre": _LATEX_BEGIN,
        "latexPost": "\\end{document}",
        "latexsvg": False,
        "req": [[0, "any", [0]]],
        "tags": [],
        "vers": [],
    }


_LATEX_BEGIN = "\\documentclass[12pt]{article}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\begin{document}\n"


def _deck(id: int, name: str, at: int) -> dict[str, Any]:
    today = [0, 0]
    return {
        "id": id,
        "name": name,
        "mod": at,
        "usn": -1,
        "desc": "",
        "dyn": 0,
        "conf": DEFAULT if id == DEFAULT else OPTIONS_ID,
        "collapsed": False,
        "browserCollapsed": False,
        "extendNew": 0,
        "extendRev": 0,
        "newToday": today,
        "revToday": today,
        "lrnToday": today,
        "timeToday": today,
    }


def _options(id: int, name: str, options: StudyOptions | None, at: int) -> dict[str, Any]:
    steps = [1.0, 10.0] if options is None else [STEP / 60]
    found: dict[str, Any] = {
        "id": id,
        "name": name,
        "mod": at,
        "usn": -1,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "dyn": False,
        "new": {"bury": False, "delays": steps, "initialFactor": 2500, "ints": [1, 4, 0], "order": 1, "perDay": 20},
        "rev": {"bury": False, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2},
        "lapse": {"delays": [STEP / 60], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
    }
    if options is not None:
        found["new"]["perDay"] = options.new_per_day
        found["rev"]["perDay"] = options.reviews_per_day
        found["lapse"]["leechFails"] = options.leech_lapses
        found |= {"desiredRetention": options.retention, "fsrsParams6": list(options.parameters)}
    return found
