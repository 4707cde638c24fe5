"""Random kills of eksgen (`python -m tests.kills --help`)."""
