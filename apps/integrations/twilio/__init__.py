"""Twilio: outgoing text messages."""
