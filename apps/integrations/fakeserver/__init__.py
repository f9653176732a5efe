"""The ground the vendors' fakes stand on: HTTP on loopback, state in SQLite, and the inbox that receives."""
