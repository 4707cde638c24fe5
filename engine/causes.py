"""What AWS answered, out of the one long line that the AWS provider makes of it.

In: the summary of a Terraform diagnostic. Out: its parts, or None when it is no answer of AWS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# "TRIED: operation error SERVICE: CALL, https response error StatusCode: N, RequestID: X, CODE: WORDS"
# is how the AWS SDK for Go v2 writes an OperationError with a ResponseError; S3 has a HostID besides.
_ANSWER = re.compile(
    r"(?P<doing>.*?):?\s*operation error (?P<service>[^:]+): (?P<call>\w+),.*?"
    r"StatusCode: (?P<status>\d+), RequestID: (?P<request>[^,]*),(?: HostID: [^,]*,)? "
    r"(?:api error )?(?P<code>\w+): ?(?P<message>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A refusal by AWS. `doing` is what was tried, in the provider's words; `request` is for AWS Support."""

    doing: str
    service: str
    call: str
    status: int
    request: str
    code: str
    message: str

    @property
    def reason(self) -> str:
        """`The specified log group already exists (ResourceAlreadyExistsException)`."""
        words = " ".join(self.message.split()).rstrip(".")
        return f"{words} ({self.code})" if words else self.code


def answer(summary: str) -> Answer | None:
    """The answer of AWS that a summary holds."""
    match = _ANSWER.fullmatch(" ".join(summary.split()))
    if match is None:
        return None
    part = match.groupdict()
    return Answer(
        part["doing"],
        part["service"],
        part["call"],
        int(part["status"]),
        part["request"],
        part["code"],
        part["message"],
    )
