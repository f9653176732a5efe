"""One module for each kind of value a person types: what is accepted, how it is kept, and why it is refused."""

from __future__ import annotations
