"""The Postgres backend: the tenant's search path and role travel with the first statement."""

from __future__ import annotations
