"""Addresses of databases: read strictly, and shown without a password, whatever is wrong with them."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.addresses import has_password, read_address
from quizapp.domain.drawable import brief
from quizapp.domain.errors import PlaceError, QuizAppError
from quizapp.domain.passwords import SECRET, without_passwords

PASSWORD = "Tr0ub4dor-geheim"


@pytest.mark.parametrize(
    ("text", "parameters", "shown"),
    [
        ("postgresql://db.example.org/quizapp", {"host": "db.example.org", "dbname": "quizapp"}, "postgresql://db.example.org/quizapp"),
        (
            "postgres://alice@db:5433/q?sslmode=require",
            {"host": "db", "port": "5433", "user": "alice", "dbname": "q", "sslmode": "require"},
            "postgresql://alice@db:5433/q?sslmode=require",
        ),
        ("postgresql://%2Frun%2Fpg/q", {"host": "/run/pg", "dbname": "q"}, "postgresql:///q?host=/run/pg"),
        ("postgresql:///q?host=/run/pg", {"host": "/run/pg", "dbname": "q"}, "postgresql:///q?host=/run/pg"),
        ("postgresql://a:1,b:2/q", {"host": "a,b", "port": "1,2", "dbname": "q"}, "postgresql:///q?host=a,b&port=1,2"),
        ("postgresql://[::1]:5433/q", {"host": "::1", "port": "5433", "dbname": "q"}, "postgresql:///q?host=::1&port=5433"),
        ("postgresql://al%C3%AFce@h/q", {"user": "alïce", "host": "h", "dbname": "q"}, "postgresql://al%C3%AFce@h/q"),
        ("postgresql:///?service=class", {"service": "class"}, "postgresql:///?service=class"),
        ("postgresql://a:b%40c@h/q", {"user": "a", "password": "b@c", "host": "h", "dbname": "q"}, "postgresql://a@h/q"),
        ("postgresql://h/q?p%61ssword=x&user=a", {"password": "x", "user": "a", "host": "h", "dbname": "q"}, "postgresql://a@h/q"),
    ],
)
def test_an_address_is_read_as_libpq_would_and_shown_without_its_password(text: str, parameters: dict[str, str], shown: str) -> None:
    address = read_address(text)
    assert (address.parameters, address.shown) == (parameters, shown)
    without = {name: value for name, value in parameters.items() if name != "password"}
    assert read_address(address.shown).parameters == without, "what is shown is an address of the same database"
    assert has_password(text) == (without != parameters)
    assert not has_password(address.shown)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("postgresql://localhost/q", True),
        ("postgresql://127.0.0.1/q", True),
        ("postgresql://[::1]/q", True),
        ("postgresql:///q?host=/run/pg", True),
        ("postgresql:///q", False),
        ("postgresql:///q?service=class", False),
        ("postgresql://localhost,db.example.org/q", False),
        ("postgresql://localhost/q?hostaddr=10.0.0.9", False),
        ("postgresql://localhost.example.org/q", False),
    ],
)
def test_only_what_cannot_lead_to_another_machine_is_local(address: str, local: bool) -> None:
    assert read_address(address).local is local


CARELESS = [
    "postgresql://alice:{}@db/q",
    "postgres://alice:{}@db:5432/q?sslmode=require",
    "postgresql://alice:{}",
    "postgresql://alice:{}/q",
    "postgresql://alice:x@{}@db/q",
    "postgresql://alice:x/{}@db/q",
    "postgresql://alice:12/{}@db/q",
    "postgresql://alice:12?{}@db/q",
    "postgresql://alice:12?a={}@db/q",
    "postgresql://alice:12 {}@db/q",
    "postgresql://db/q?user=alice&password={}",
    "postgresql://db/q?pass%77ord={}",
    "postgresql://db/q?sslpassword={}",
    "postgresql://db/q?PASSWORD={}",
    "postgresql+psycopg://alice:{}@db/q",
    "POSTGRESQL://alice:{}@db/q",
    "postgresql:alice:{}@db/q",
    "host=db user=alice password={}",
]


@pytest.mark.parametrize("shape", CARELESS)
@pytest.mark.parametrize("password", [PASSWORD, quote("gehe:im/Wört@r"), "a b", "".join(f"%{ord(each):02X}" for each in PASSWORD)])
def test_no_error_repeats_a_password(shape: str, password: str) -> None:
    text = shape.format(password)
    sayings = [
        without_passwords(text),
        without_passwords(f"quizapp: there is no command '{text}'. Try --help."),
        brief(text),
        brief([text]),
        str(QuizAppError(f"{text} is out of reach", f"Try {text}.")),
    ]
    try:
        sayings.append(read_address(text).shown)
    except PlaceError as error:
        sayings.append(str(error))
    for saying in sayings:
        assert password not in saying, saying
    if text.lower().startswith("postgres"):
        assert has_password(text), "no setting may keep it"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://alice@db.example.org:5432/q?sslmode=require is out of reach",
        "postgresql://db/q: refused",
        "in step with postgresql://[::1]:5433/q.",
        "see https://example.org/a?b=c@d",
        "a = b, host = c",
    ],
)
def test_a_sentence_without_a_password_stays_as_it_is(text: str) -> None:
    assert without_passwords(text) == text


@given(st.text(st.characters(codec="utf-8"), max_size=30), st.sampled_from(CARELESS))
def test_what_is_read_keeps_the_password_to_itself(password: str, shape: str) -> None:
    try:
        address = read_address(shape.format(quote(password, safe="")))
    except PlaceError:
        return
    shown = read_address(address.shown)
    assert not shown.secrets
    assert shown.parameters == {name: value for name, value in address.parameters.items() if name not in SECRET}
