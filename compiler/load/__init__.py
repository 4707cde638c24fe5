"""Stage 2: turn a positioned tree into a spec; every pydantic error becomes a diagnostic."""
