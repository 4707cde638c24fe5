"""Stage 2: load a spec. In: a positioned tree. Out: a spec; every pydantic error becomes a diagnostic."""
