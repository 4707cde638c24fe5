"""Speak with a host: discovery, token, HTTPS with limits, and JSON:API."""
