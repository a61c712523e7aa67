"""Screens and the command line hold services; no service hands a store, a reader, an engine or a history out."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import quizapp.services
from quizapp.services.container import Services
from quizapp.services.lazy import Lazy

FOLDER = Path(quizapp.services.__file__).parent
KEPT_IN = ("quizapp.storage", "sqlalchemy", "sqlite3")


def is_kept(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in KEPT_IN)


def imported(tree: ast.Module) -> dict[str, str]:
    """The module that each imported name comes from, those for the type checker alone included."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.asname or name.name: node.module or "" for node in imports for name in node.names}


def public_types(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """What public functions and methods return and public fields hold, as annotated."""
    for body in (tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))):
        for node in body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns is not None:
                yield node.name, node.returns
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and not node.target.id.startswith("_"):
                yield node.target.id, node.annotation


def names(annotation: ast.expr) -> Iterator[str]:
    for node in ast.walk(annotation):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from names(ast.parse(node.value, mode="eval").body)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_no_public_method_or_field_of_a_service_is_of_a_storage_type(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    come_from = imported(tree)
    leaks = [(where, name) for where, type_ in public_types(tree) for name in names(type_) if is_kept(come_from.get(name, ""))]
    assert leaks == []


def objects(value: object, path: str, seen: set[int]) -> Iterator[tuple[str, object]]:
    """All that public attributes lead to from `value`, through objects of services."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield path, value
    if isinstance(value, Lazy):
        yield from objects(value(), f"{path}()", seen)
    elif type(value).__module__.startswith("quizapp.services"):
        for name in dir(value):
            attribute = None if name.startswith("_") else getattr(value, name)
            if isinstance(attribute, Lazy) or not callable(attribute):
                yield from objects(attribute, f"{path}.{name}", seen)


def test_no_public_attribute_of_the_services_leads_to_an_object_of_storage(services: Services) -> None:
    found = dict(objects(services, "services", set()))
    assert "services.mock_interviews()" in found
    assert {path: type(value) for path, value in found.items() if is_kept(type(value).__module__)} == {}
