"""Cells that a spreadsheet would run: kept as text, and made harmless on the way out."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"
_GUARDED = (*FORMULA, _GUARD)


def is_formula(cell: str) -> bool:
    """Say whether a spreadsheet would take the text for a formula (a phone number's plus is none to people)."""
    return cell.startswith(("=", "@")) or (cell.startswith(("+", "-")) and any(sign.isalpha() for sign in cell))


def neutralise(cell: str) -> str:
    """Return a cell that no spreadsheet runs; `restore` gives the text back."""
    return _GUARD + cell if cell.startswith(_GUARDED) else cell


def restore(cell: str) -> str:
    """Take off the guard that `neutralise` and spreadsheets put before such text."""
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith(_GUARDED) else cell
