"""The lock file beside a spec: read it, write it, and use its versions where the spec names none."""
