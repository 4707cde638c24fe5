"""What AWS answered, out of the one long line that the AWS provider makes of it, and what to do about it.

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
class AwsError:
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


def aws_error(summary: str) -> AwsError | None:
    """The answer of AWS that a summary holds."""
    match = _ANSWER.fullmatch(" ".join(summary.split()))
    if match is None:
        return None
    part = match.groupdict()
    return AwsError(
        part["doing"],
        part["service"],
        part["call"],
        int(part["status"]),
        part["request"],
        part["code"],
        part["message"],
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """What a kind of refusal means for the user, and what to do."""

    pattern: re.Pattern[str]
    note: str
    helps: tuple[str, ...]


# Codes: https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html,
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (throttling, expired, 5xx) and
# the retryable codes of the AWS SDK for Go v2, aws/retry/standard.go; read 2026-11.
ADVICE: tuple[Advice, ...] = (
    Advice(
        re.compile(
            r"Expired ?Token|RequestExpired|token (included in the request )?is expired", re.IGNORECASE
        ),
        "the AWS credentials have run out; whatever was finished before that is recorded",
        ("log in again (`aws sso login`, or new keys), then run the same command again: it goes on",),
    ),
    Advice(
        re.compile(
            r"no valid credential sources|failed to refresh cached credentials|InvalidClientTokenId"
            r"|UnrecognizedClientException",
            re.IGNORECASE,
        ),
        "AWS does not know who asks",
        ("log in to AWS (AWS_PROFILE, AWS_ACCESS_KEY_ID or `aws sso login`), or rehearse with --sandbox",),
    ),
    Advice(
        re.compile(r"AWS account ID not allowed"),
        "the credentials are of another account than `metadata.accountId` of the spec; nothing was changed",
        ("log in to the account of the spec; `aws sts get-caller-identity` shows whose they are",),
    ),
    Advice(
        re.compile(
            r"Throttl|TooManyRequests|RequestLimitExceeded|Rate exceeded|SlowDown|BandwidthLimitExceeded"
            r"|StatusCode: 429",
            re.IGNORECASE,
        ),
        "AWS throttled the account: it makes too many calls at once, this run and all others in it together;"
        " nothing is wrong with the spec",
        ("wait a minute or two, then run the same command again: it goes on from there",),
    ),
    Advice(
        re.compile(r"StatusCode: 5\d\d|InternalFailure|InternalError\b|ServiceUnavailable", re.IGNORECASE),
        "AWS had a fault of its own; nothing is wrong with the spec",
        (
            "run the same command again in some minutes: it goes on from there",
            "look at https://health.aws.amazon.com/health/status if it lasts",
        ),
    ),
    Advice(
        re.compile(r"AccessDenied|UnauthorizedOperation|not authorized to perform", re.IGNORECASE),
        "the role that runs this lacks a right, or a policy above it denies it",
        ("have the call named above allowed for it, then run the same command again",),
    ),
)


def aws_advice(text: str) -> tuple[Advice, ...]:
    """What to say about the refusals in a text, each once."""
    return tuple(one for one in ADVICE if one.pattern.search(text))
