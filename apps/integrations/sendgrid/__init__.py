"""SendGrid: outgoing mail."""
