"""Which language the interface speaks."""

import ctypes
import os
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from quizapp.domain.errors import SettingsError
from quizapp.domain.i18n import gettext
from quizapp.settings import Settings, load, refusal
from quizapp.settings import interface as module
from quizapp.settings.interface import interface_language, speak
from quizapp.settings.system_language import system_language


def settings_of(folder: Path, text: str) -> Settings:
    (folder / "config.toml").write_text(text, "utf-8")
    return load({"QUIZAPP_DATA_DIR": str(folder)})


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, ""),
        ({"LANG": "ko_KR.UTF-8"}, "ko_KR.UTF-8"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en_US.UTF-8"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR.UTF-8"}, "ko_KR.UTF-8"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, "ko_KR.UTF-8"),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "POSIX"}, ""),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "ko:en"}, "ko"),
        ({"LANG": "C", "LANGUAGE": "ko"}, ""),
    ],
)
def test_the_system_names_its_language_as_gettext_reads_it(environ: Mapping[str, str], found: str) -> None:
    assert system_language(environ) == found


@pytest.mark.parametrize(
    ("text", "lang", "spoken", "asked_in"),
    [
        ("", "C.UTF-8", "en", ""),
        ("", "ko_KR.UTF-8", "ko", "ko"),
        ("", "de_DE.UTF-8", "en", "de"),
        ('language = "한국어"', "C.UTF-8", "ko", "ko"),
        ('language = "KO"', "en_US.UTF-8", "ko", "ko"),
        ('language = "en"', "ko_KR.UTF-8", "en", "en"),
        ('language = "alternate"', "ko_KR.UTF-8", "ko", "alternate"),
        ('language = "en"\ninterface_language = "ko"', "en_US.UTF-8", "ko", "en"),
        ('language = "ko"\ninterface_language = "en"', "ko_KR.UTF-8", "en", "ko"),
    ],
)
def test_it_is_the_setting_or_that_of_the_questions_or_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, lang: str, spoken: str, asked_in: str
) -> None:
    monkeypatch.setitem(os.environ, "LANG", lang)
    settings = settings_of(tmp_path, text)
    assert (interface_language(settings), settings.asked_in) == (spoken, asked_in)


def test_another_value_is_an_error_that_names_what_there_is(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, '\ninterface_language = "한국어"\n')
    allowed = '"en", "ko", or "" for the language of the questions, or else the system\'s'
    problem = f"interface_language cannot be '한국어'; write {allowed}. Did you mean 'ko'?"
    assert settings.problems == (f"{settings.config_file}:2: {problem} The default is used.",)
    assert settings.interface_language == ""
    assert refusal("interface_language", "KR").endswith("Did you mean 'ko'?"), "a country"
    assert refusal("interface_language", "xx").endswith("system's.")


def test_it_speaks_from_then_on_until_it_speaks_english_again() -> None:
    speak("ko")
    assert gettext("Quit") == "끝내기"
    speak("en")
    assert gettext("Quit") == "Quit"


@pytest.mark.parametrize("content", [None, b"", b"no catalogue", b"\xde\x12\x04\x95\0\0\0\0"])
def test_a_catalogue_that_cannot_be_read_leaves_it_in_english_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    file = tmp_path / "quizapp.mo"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(module, "catalogue_of", lambda _: file)
    with pytest.raises(SettingsError, match="make catalog") as error:
        speak("ko")
    assert str(file) in str(error.value)
    assert gettext("Quit") == "Quit"


def test_on_windows_it_is_the_language_of_the_menus_unless_the_environment_names_one(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: 0x0412)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert system_language({}) == "ko_KR"
    assert system_language({"LANG": "en_US.UTF-8"}) == "en_US.UTF-8"
    kernel.GetUserDefaultUILanguage = lambda: 0
    assert system_language({}) == "", "a language that Python does not know"
