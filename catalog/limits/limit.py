"""A limit of AWS on the value of an argument."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of an argument.

    `low` and `high` are the range of a number, or of the length of a text; `high` is 0 if there is none.
    `pattern` is the regular expression of the service model, in the syntax of Java. `values` are all values.
    """

    low: int = 0
    high: int = 0
    pattern: str = ""
    values: tuple[str | int, ...] = ()
