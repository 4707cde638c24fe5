"""Value types of several parts: what can be turned off or on, KMS keys, percentages."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import Discriminator, Field, Tag

from .base import KmsKeyArn, Model, matching, shape

T = TypeVar("T")

OrNone = Annotated[
    Annotated[Literal["none"], Tag("<text>")] | Annotated[T, Tag("<map>")], Discriminator(shape)
]
"""A part that is on by default: its settings, or `none` to turn it off."""


class Present(Model):
    """A setting without options, on where it is written: `{}`."""


def _key_shape(value: Any) -> str:
    is_word = isinstance(value, str) and not value.startswith("arn:")
    return "<choice>" if is_word else shape(value)


KmsKey = Annotated[
    Annotated[Literal["managed", "aws"], Tag("<choice>")] | Annotated[KmsKeyArn, Tag("<text>")],
    Discriminator(_key_shape),
]
"""`managed` (eksgen makes a key), `aws` (the key that AWS owns or manages), or the ARN of a key."""

Percentage = Annotated[
    str,
    matching(
        r"([1-9][0-9]?|100)%",
        "invalid-percentage",
        "a percentage",
        'a percentage is a whole number from 1 to 100 and a percent sign, in quotes: "33%"',
    ),
]
NumberOrPercentage = Annotated[
    Annotated[int, Field(ge=1, le=100), Tag("<number>")] | Annotated[Percentage, Tag("<text>")],
    Discriminator(shape),
]
