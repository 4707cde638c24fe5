"""Change spec files: edit values in place, format a file, create a starter file."""
