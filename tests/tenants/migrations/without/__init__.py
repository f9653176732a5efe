"""The migrations of an app that these tests do without: none."""
