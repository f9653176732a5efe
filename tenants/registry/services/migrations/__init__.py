"""Bringing every business's schema to the migrations of this release (docs/operations/migrations.md).

`running` is the whole run; `finding` says who is behind, `drawing` works out once per starting point what there is to do,
`walking` does it in one schema, `crew` in many at once.
"""

from __future__ import annotations
