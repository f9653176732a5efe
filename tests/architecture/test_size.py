"""A file is one idea, a function less than that."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.architecture.files import of_kind, short, text

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE, LONGEST_ISLAND_FILE = 300, 40, 120, 250


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts  # written by Django, read by nobody


def test_no_file_is_long() -> None:
    lengths = {short(path): text(path).count("\n") for path in of_kind(".py", ".css", ".sql") if not is_migration(path)}
    assert {name: count for name, count in lengths.items() if count > LONGEST_FILE} == {}


def test_no_script_of_the_browser_is_long() -> None:
    lengths = {short(path): text(path).count("\n") for path in of_kind(".ts")}
    assert {name: count for name, count in lengths.items() if count > LONGEST_ISLAND_FILE} == {}


def test_no_template_is_long() -> None:
    lengths = {short(path): text(path).count("\n") for path in of_kind(".html")}
    assert {name: count for name, count in lengths.items() if count > LONGEST_TEMPLATE} == {}


def test_no_function_is_long() -> None:
    lengths = {
        f"{short(path)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno
        for path in of_kind(".py")
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {name: count for name, count in lengths.items() if count > LONGEST_FUNCTION} == {}
