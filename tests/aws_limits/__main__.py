"""Write `catalog/limits/arguments.py`; part of `make generate`."""

from __future__ import annotations

from datetime import UTC, datetime

from .generate import FILE, body, text


def main() -> None:
    """Write the table, with the date of today if a limit changed."""
    if not FILE.is_file() or body(FILE.read_text("utf-8")) != body(text("")):
        FILE.write_text(text(datetime.now(tz=UTC).date().isoformat()), "utf-8")


if __name__ == "__main__":
    main()
