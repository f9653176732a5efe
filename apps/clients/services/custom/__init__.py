"""Custom fields: their definitions, and the answers."""
