"""A window on what the fakes delivered, for people and scripts; exists only where the fakes run."""
