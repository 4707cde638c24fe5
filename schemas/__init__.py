"""What a user may write: one pydantic model a part of the spec."""

from pathlib import Path

SCHEMA = Path(__file__).parent / "cluster.schema.json"
"""The JSON Schema of the language, made by `generate.py`."""
