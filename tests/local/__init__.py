"""The two commands and their parts, on real processes."""
