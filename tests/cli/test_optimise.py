"""`quizapp optimise` learns the weights of the memory model from one's own reviews."""

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizapp.domain.calibration import Review
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp
from tests.simulated import FORGETFUL, as_csv, memory, remember, reviews_of, study


@pytest.fixture(scope="module")
def forgetful() -> list[Review]:
    return reviews_of(study(memory(FORGETFUL), 900, Random(1)))


def settings_of(quizapp: Quizapp) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(quizapp("config", "--json").stdout)
    return found


def test_weights_that_predict_better_are_adopted_with_figures_and_taken_back(
    quizapp: Quizapp, services: Services, forgetful: list[Review]
) -> None:
    remember(services, forgetful)
    result = quizapp("optimise")
    assert result.returncode == 0
    reviews, whole, newest, verdict, outcome = result.stdout.splitlines()
    assert reviews.startswith("900 reviews, of which ")
    assert whole.startswith("All ")
    assert newest.startswith("The newest ")
    assert all("log loss 0." in line and "RMSE(bins) 0." in line for line in (whole, newest))
    assert verdict.startswith("Log loss on the newest reviews is lower by 0.")
    assert verdict.endswith("The learned weights predict clearly better.")
    assert outcome == "They are in force from now on. `quizapp optimise --undo` takes them back."
    adopted = settings_of(quizapp)["parameters"]
    assert len(adopted) == 21
    assert quizapp("doctor").returncode == 0, "every schedule follows from the weights"
    back = quizapp("optimise", "--undo")
    assert (back.returncode, settings_of(quizapp)["parameters"]) == (0, [])
    assert back.stdout == "The weights from before are in force again. The same command brings the others back.\n"
    assert quizapp("doctor").returncode == 0
    assert json.loads(quizapp("optimise", "--undo", "--json").stdout) == {"undone": True, "parameters": adopted}


def test_a_dry_run_says_the_same_and_changes_nothing(quizapp: Quizapp, services: Services, forgetful: list[Review]) -> None:
    remember(services, forgetful)
    lines = quizapp("optimise", "--dry-run").stdout.splitlines()
    assert lines[-1] == "Nothing was changed. Without --dry-run they would be in force from now on."
    assert settings_of(quizapp)["parameters"] == []
    assert quizapp("optimise").stdout.splitlines()[:-1] == lines[:-1]


def test_weights_that_predict_no_better_are_left_alone(quizapp: Quizapp, services: Services) -> None:
    remember(services, reviews_of(study(memory(), 900, Random(3))))
    result = quizapp("optimise")
    assert result.returncode == 1
    assert result.stdout.splitlines()[-2:] == ["The learned weights do not predict the newest reviews better.", "Nothing was changed."]
    assert settings_of(quizapp)["parameters"] == []


def test_a_script_reads_one_document(quizapp: Quizapp, services: Services, forgetful: list[Review]) -> None:
    remember(services, forgetful)
    found = json.loads(quizapp("optimise", "--json").stdout)
    assert list(found) == ["reviews", "predicted", "before", "after", "judged", "better", "adopted", "parameters"]
    assert (found["reviews"], found["better"], found["adopted"]) == (900, True, True)
    assert found["after"]["log_loss"] < found["before"]["log_loss"]
    judged = found["judged"]
    assert judged["reviews"] == found["predicted"] - round(found["predicted"] * 0.4)
    assert judged["before"]["log_loss"] - judged["after"]["log_loss"] > judged["standard_error"] > 0
    assert found["parameters"] == settings_of(quizapp)["parameters"]


def test_with_too_few_reviews_it_says_how_many_there_are(quizapp: Quizapp, services: Services, forgetful: list[Review]) -> None:
    remember(services, forgetful[:399])
    result = quizapp("optimise")
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == "Weights are learned from 400 reviews or more. There are 399 so far.\n"
    assert json.loads(quizapp("optimise", "--json").stdout) == {"reviews": 399, "needed": 400, "better": False, "adopted": False}


def test_there_may_be_nothing_to_take_back(quizapp: Quizapp) -> None:
    result = quizapp("optimise", "--undo")
    assert (result.returncode, result.stdout) == (1, "There are no other weights to bring back.\n")


def test_a_log_in_a_file_is_judged_and_never_adopted(quizapp: Quizapp, tmp_path: Path, forgetful: list[Review]) -> None:
    (tmp_path / "log.csv").write_text(as_csv(forgetful))
    result = quizapp("optimise", "--csv", "log.csv", "--dry-run")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "Nothing was changed."
    assert json.loads(quizapp("optimise", "--csv", "log.csv", "--dry-run", "--json").stdout)["reviews"] == 900
    refused = quizapp("optimise", "--csv", "log.csv")
    assert refused.returncode == 2
    assert "add --dry-run to see how well they predict" in refused.stderr
    assert settings_of(quizapp)["parameters"] == []


def test_a_log_in_another_order_is_sorted_which_is_said_beside_the_output(
    quizapp: Quizapp, tmp_path: Path, forgetful: list[Review]
) -> None:
    head, *rows = as_csv(forgetful).splitlines()
    (tmp_path / "log.csv").write_text("\n".join([head, *rows]))
    (tmp_path / "turned.csv").write_text("\n".join([head, *reversed(rows)]))
    turned = quizapp("optimise", "--csv", "turned.csv", "--dry-run")
    assert turned.stderr == "quizapp: turned.csv is not in order of time, so its reviews were sorted.\n"
    assert turned.stdout == quizapp("optimise", "--csv", "log.csv", "--dry-run").stdout


def test_a_file_that_is_no_log_is_refused_in_a_sentence(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes("card_id,review_time,review_rating\n경사,1709380800000,3\n".encode("cp949"))
    result = quizapp("optimise", "--csv", "log.csv", "--dry-run")
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == "quizapp: log.csv:2: this is not in UTF-8. Save the file as UTF-8.\n"


@pytest.mark.parametrize("other", [["--dry-run"], ["--csv", "log.csv"]])
def test_undo_stands_alone(quizapp: Quizapp, other: list[str]) -> None:
    result = quizapp("optimise", "--undo", *other)
    assert result.returncode == 2
    assert "--undo stands alone." in result.stderr


def test_without_the_extra_it_says_what_to_install(
    quizapp: Quizapp, services: Services, forgetful: list[Review], monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(services, forgetful)
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    result = quizapp("optimise")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("quizapp: learning from your reviews needs fsrs-rs, which is not installed. In your clone of QuizApp,")
    assert 'pipx install --force ".[optimise]"' in result.stderr
