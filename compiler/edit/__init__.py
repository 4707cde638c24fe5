"""Change a spec file in place: edit values, format the file, write a starter file."""
