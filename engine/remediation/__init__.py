"""Answer drift: write the live value into the spec, or add a rule to `drift.ignore`."""
