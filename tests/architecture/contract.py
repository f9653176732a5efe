"""An import-linter contract: what one room shows to the others, for all rooms at once, those of tomorrow too."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from importlinter import Contract, ContractCheck, fields, output

if TYPE_CHECKING:
    from grimp import DetailedImport, ImportGraph

PROJECT = Path(__file__).resolve().parents[2]
ROOM_DEPTH = 2


class RoomsContract(Contract):
    """A room is `house.room`. Others may import the modules of it that are `shown` or `also_shown`, and packages of `libraries`.

    Imports for the type checker alone may name any module but still run downward: a signature needs the classes that
    it speaks of, the code does not. `composing` modules put URL sets together and may import any.
    """

    type_name = "rooms"

    houses = fields.ListField(subfield=fields.StringField())
    libraries = fields.ListField(subfield=fields.StringField())
    shown = fields.ListField(subfield=fields.StringField())
    also_shown = fields.ListField(subfield=fields.StringField())
    composing = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 - import-linter's signature
        found = sorted(
            f"{details['importer']} -> {imported} (line {details['line_number']})"
            for imported in graph.modules
            if self._is_protected(imported)
            for importer in graph.find_modules_that_directly_import(imported)
            if self._is_stranger(importer, imported)
            for details in graph.get_import_details(importer=importer, imported=imported)
            if not is_for_types_only(details)
        )
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["found"]:
            output.print_error(line)

    def _is_protected(self, module: str) -> bool:
        parts = module.split(".")
        if parts[0] not in self._texts("houses") or len(parts) <= ROOM_DEPTH:
            return False
        if _within(module, self._texts("libraries")) or _within(module, self._texts("also_shown")):
            return False
        return parts[ROOM_DEPTH] not in self._texts("shown")

    def _is_stranger(self, importer: str, imported: str) -> bool:
        from_room, to_room = importer.split(".")[:ROOM_DEPTH], imported.split(".")[:ROOM_DEPTH]
        is_in_a_house = from_room[0] in self._texts("houses")
        return is_in_a_house and from_room != to_room and importer not in self._texts("composing")

    def _texts(self, name: str) -> list[str]:
        texts: Any = getattr(self, name)  # import-linter turns the field into its value
        return list(texts)


def _within(module: str, packages: list[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def is_for_types_only(details: DetailedImport) -> bool:
    """Say whether an import stands under `if TYPE_CHECKING:`."""
    return any(first <= details["line_number"] <= last for first, last in _type_checking_blocks(details["importer"]))


@cache
def _type_checking_blocks(module: str) -> list[tuple[int, int]]:
    path = PROJECT.joinpath(*module.split("."))
    source = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return [
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    ]
