"""Parse the AWS errors in Terraform diagnostics, and advise what to do about them.

In: the summary of a diagnostic, one long line by the AWS provider. Out: its parts, or None if it is no AWS
error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# "ACTION: operation error SERVICE: CALL, https response error StatusCode: N, RequestID: X, CODE: MESSAGE"
# is how the AWS SDK for Go v2 writes an OperationError with a ResponseError; S3 adds a HostID.
_AWS_ERROR = re.compile(
    r"(?P<action>.*?):?\s*operation error (?P<service>[^:]+): (?P<call>\w+),.*?"
    r"StatusCode: (?P<status>\d+), RequestID: (?P<request>[^,]*),(?: HostID: [^,]*,)? "
    r"(?:api error )?(?P<code>\w+): ?(?P<message>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class AwsError:
    """An error response of AWS. `action` is what the provider tried, in its words ("creating EKS Cluster
    (a)"); `request` is the request id, for AWS Support."""

    action: str
    service: str
    call: str
    status: int
    request: str
    code: str
    message: str

    @property
    def reason(self) -> str:
        """Message and code: `The specified log group already exists (ResourceAlreadyExistsException)`."""
        message = " ".join(self.message.split()).rstrip(".")
        return f"{message} ({self.code})" if message else self.code


def aws_error(summary: str) -> AwsError | None:
    """Return the AWS error in a diagnostic summary, or None."""
    match = _AWS_ERROR.fullmatch(" ".join(summary.split()))
    if match is None:
        return None
    part = match.groupdict()
    return AwsError(
        part["action"],
        part["service"],
        part["call"],
        int(part["status"]),
        part["request"],
        part["code"],
        part["message"],
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """What a kind of AWS error means for the user, and what to do; `remotely` in place of `helps` for a run
    in HCP, where `{setup}` stands for `eksgen cloud setup` with the spec."""

    pattern: re.Pattern[str]
    note: str
    helps: tuple[str, ...]
    remotely: tuple[str, ...] = ()


# Codes: https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html,
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (throttling, expired, 5xx) and
# the retryable codes of the AWS SDK for Go v2, aws/retry/standard.go; read 2026-11.
_WEB_IDENTITY = re.compile(r"not authorized to perform:? sts:AssumeRoleWithWebIdentity", re.IGNORECASE)
ADVICE: tuple[Advice, ...] = (
    Advice(
        re.compile(
            r"Expired ?Token|RequestExpired|token (included in the request )?is expired", re.IGNORECASE
        ),
        "the AWS credentials have expired; everything finished before that is recorded",
        ("log in again (`aws sso login`, or new keys), then run the same command again to continue",),
        ("run the same command again to continue: the next run gets new credentials",),
    ),
    Advice(
        re.compile(
            r"no valid credential sources|failed to refresh cached credentials|InvalidClientTokenId"
            r"|UnrecognizedClientException",
            re.IGNORECASE,
        ),
        "AWS does not accept the credentials, or there are none",
        ("log in to AWS (AWS_PROFILE, AWS_ACCESS_KEY_ID or `aws sso login`), or rehearse with `--sandbox`",),
        ("let the runs of the workspace assume a role; this says how: {setup}",),
    ),
    Advice(
        _WEB_IDENTITY,
        "AWS does not let whoever shows this token assume the role",
        ("compare the conditions on `aud` and `sub` in the trust policy of the role with the token",),
        ("compare the trust policy of the role with the one that this prints: {setup}",),
    ),
    Advice(
        re.compile(r"AWS account ID not allowed"),
        "the credentials are for another account than `metadata.accountId` of the spec; nothing was changed",
        ("log in to the account of the spec; `aws sts get-caller-identity` shows the current account",),
        ("give the workspace roles in the account of the spec; this says how: {setup}",),
    ),
    Advice(
        re.compile(
            r"Throttl|TooManyRequests|RequestLimitExceeded|Rate exceeded|SlowDown|BandwidthLimitExceeded"
            r"|StatusCode: 429",
            re.IGNORECASE,
        ),
        "AWS throttled the account: this run and everything else in the account make too many calls;"
        " nothing is wrong with the spec",
        ("wait a minute or two, then run the same command again to continue",),
    ),
    Advice(
        re.compile(r"StatusCode: 5\d\d|InternalFailure|InternalError\b|ServiceUnavailable", re.IGNORECASE),
        "AWS had an internal error; nothing is wrong with the spec",
        (
            "run the same command again in a few minutes to continue",
            "if it persists, see https://health.aws.amazon.com/health/status",
        ),
    ),
    Advice(
        # terraform-aws-modules/eks #2790 (read 2026-11-30): Fargate profiles beside an update of the cluster.
        re.compile(r"currently has update"),
        "EKS was still updating the cluster, and does not do both at once; nothing is wrong with the spec",
        ("run the same command again in a few minutes to continue",),
    ),
    Advice(
        # CreateAddon and CreatePodIdentityAssociation, while the old association is still being deleted (EKS
        # API reference, ResourceInUseException; read 2026-11-30).
        re.compile(r"Association already exists"),
        "EKS still has another association for this service account; one that moves between an add-on and "
        "`identity.serviceAccounts` is deleted and made in one apply, in no certain order",
        (
            "run the same command again to continue: the old association is gone by then",
            "if it persists, something else made the association; `aws eks list-pod-identity-associations` "
            "lists those of a cluster",
        ),
    ),
    Advice(
        # terraform-aws-modules/eks, modules/capability (read 2026-11-30): EKS tries the role very early.
        re.compile(r"CreateCapability.*trust policy", re.IGNORECASE | re.DOTALL),
        "EKS tries the role of a capability at once, and IAM takes some seconds to make a new role known",
        (
            "run the same command again to continue",
            "if it persists, the role in `role` does not trust capabilities.eks.amazonaws.com",
        ),
    ),
    Advice(
        re.compile(
            r"\A(?!.*AssumeRoleWithWebIdentity)"
            r".*(AccessDenied|UnauthorizedOperation|not authorized to perform)",
            re.IGNORECASE | re.DOTALL,
        ),
        "the role that runs this lacks a permission, or another policy denies it",
        ("have the role allowed to make the call named above, then run the same command again",),
    ),
)


def aws_advice(text: str) -> tuple[Advice, ...]:
    """Return the advice for the AWS errors in a text, without repetition."""
    return tuple(advice for advice in ADVICE if advice.pattern.search(text))
