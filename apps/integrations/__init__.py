"""Clients for the vendors the product talks to; no tables, no knowledge of the domain."""
