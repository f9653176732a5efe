"""What operators see: logs, errors, metrics, health. Part of the composition root; nothing imports it."""
