"""What a user may write: one pydantic model a part of the spec."""
