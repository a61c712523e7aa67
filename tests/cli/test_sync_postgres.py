"""`quizapp sync` and `quizapp group` with a database, as the owner, the learners and their teacher use them."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from quizapp.domain.addresses import DatabaseAddress, read_address
from quizapp.domain.history import Rating
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp, sentence
from tests.postgres import Ask, as_role

PASSWORD = "geheim 2.0/@"


@pytest.fixture
def address(learner: Callable[[], DatabaseAddress]) -> str:
    return learner().shown


def test_two_machines_agree_over_a_database(quizapp: Quizapp, services: Services, address: str, tmp_path: Path) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    services.study.grade("small/two", Rating.GOOD, 1)
    services.study.undo()
    assert quizapp("sync", address).stdout == "2 reviews sent, 0 received. 1 other change exchanged.\n"
    assert quizapp("sync", address).stdout == "Nothing new.\n"
    other = quizapp("--data-dir", tmp_path / "laptop", "sync", address)
    assert (other.returncode, other.stdout) == (0, "0 reviews sent, 2 received. 1 other change exchanged.\n")
    status = json.loads(quizapp("sync", address, "--status", "--json").stdout)
    assert (status["place"], status["waiting"], status["problems"]) == (address, 0, [])


def test_another_learners_machine_does_not_mix_its_history_into_a_role_by_mistake(
    quizapp: Quizapp, services: Services, address: str, tmp_path: Path
) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    quizapp("sync", address)
    stranger = tmp_path / "stranger"
    quizapp("--data-dir", stranger, "quiz", "--plain", stdin="a\n\n3\nq\n")
    assert quizapp("--data-dir", stranger, "export", "--format", "json").stdout.count('"grade"') == 1
    result = quizapp("--data-dir", stranger, "sync", address)
    assert result.returncode != 0
    assert "holds the reviews of" in sentence(result), "an address in each of two sentences hides nothing between them"
    assert re.search(rf"`quizapp sync {re.escape(shlex.quote(address))} --as [0-9a-f-]{{36}}`", sentence(result))
    refused = quizapp("--data-dir", stranger, "sync", address, "--as", "me")
    assert (refused.returncode, "is another learner in" in sentence(refused)) == (3, True)


def test_the_owner_prepares_a_database_and_adds_learners(quizapp: Quizapp, empty_database: str, name: Callable[[str], str]) -> None:
    owner, role = read_address(empty_database).shown, name("alice")
    assert quizapp("sync", "--init", owner).stdout == f"{owner} is ready.\n"
    made = quizapp("sync", "--init", owner, "--role", role)
    ready = f"{owner} was ready already.\n"
    assert made.stdout == f"{ready}{role} was made and may sync. Set a password with \\password in psql.\n"
    assert quizapp("sync", "--init", owner, "--role", role).stdout == f"{ready}{role} could sync already.\n"
    assert quizapp("sync", as_role(empty_database, role).shown).stdout == "Nothing new.\n"


@pytest.mark.parametrize("arguments", [("--init", "here"), ("--init", "ftp://host/x"), ("--role", "bob", "postgresql://h/q")])
def test_only_a_database_is_prepared(quizapp: Quizapp, arguments: tuple[str, ...]) -> None:
    result = quizapp("sync", *arguments)
    assert result.returncode in (2, 3)
    assert sentence(result)


def test_a_group_sees_of_a_learner_what_the_learner_lets_it_see(
    quizapp: Quizapp,
    services: Services,
    address: str,
    psql: Callable[[DatabaseAddress], Ask],
    shared_database: str,
    name: Callable[[str], str],
) -> None:
    teacher, role = name("teacher"), read_address(address).parameters["user"]
    psql(read_address(shared_database))(f"CREATE ROLE {teacher} LOGIN IN ROLE quizapp_group")
    group = as_role(shared_database, teacher).shown
    quizapp("quiz", "--plain", stdin="a\n\n3\nq\n")

    def seen() -> list[dict[str, Any]]:
        return [each for each in json.loads(quizapp("group", group, "--json").stdout) if each["name"] == role]

    quizapp("sync", address)
    assert seen() == [], "nothing, as long as the learner has not said so"
    assert quizapp("group", address).stdout == "Your group sees nothing of you.\n"
    services.preferences.change("sharing", "on")
    quizapp("sync", address)
    (mine,) = seen()
    assert mine == {"name": role, "streak": 1, "reviews": 1, "readiness": mine["readiness"]}
    first, second = mine["readiness"]
    assert (first["topic"], second) == ("First", {"topic": "Second", "ready": 0.0})
    assert 0.3 < first["ready"] < 0.34, "one of three cards, just learned"
    own = quizapp("group", address).stdout.splitlines()
    assert own[:2] == ["This is what your group sees of you:", f"{role}: 1 day in a row, 1 review"]
    assert [line.split() for line in own[2:]] == [["topic", "ready"], ["First", f"{first['ready']:.0%}"], ["Second", "0%"]]
    services.preferences.change("sharing", "off")
    quizapp("sync", address)
    assert seen() == []


CARELESS = "postgresql://alice:{}@127.0.0.1:1/q"


@pytest.mark.parametrize("password", [PASSWORD, quote(PASSWORD, safe=""), "simple", "%73imple"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("sync", CARELESS),
        ("sync", CARELESS, "--remember"),
        ("sync", CARELESS, "--status"),
        ("sync", CARELESS, "--status", "--json"),
        ("sync", "--init", CARELESS),
        ("sync", "postgresql://127.0.0.1:1/q?p%61ssword={}"),
        ("group", CARELESS),
        (CARELESS,),
        ("sync", CARELESS, CARELESS),
        ("show", CARELESS),
    ],
    ids=lambda arguments: " ".join(arguments)[:40],
)
def test_no_command_repeats_or_keeps_a_password(quizapp: Quizapp, tmp_path: Path, arguments: tuple[str, ...], password: str) -> None:
    result = quizapp(*(each.format(password) for each in arguments))
    assert result.returncode != 0
    assert password not in result.stdout + sentence(result) + result.stderr
    for kept in tmp_path.rglob("*"):
        assert not kept.is_file() or password.encode() not in kept.read_bytes(), kept


def test_a_password_in_the_config_file_is_named_as_the_mistake_it_is(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.toml").write_text('sync = "postgresql://alice:simple@h/q"\n')
    for arguments in (("due",), ("sync",), ("sync", "--status"), ("config",), ("config", "--json"), ("doctor",)):
        result = quizapp(*arguments)
        assert "simple" not in result.stdout + result.stderr, arguments
    assert "Leave the password out" in sentence(quizapp("due"))
