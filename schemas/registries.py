"""`registries`: repositories of Amazon ECR for container images."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..catalog.limits.arguments import LIMITS
from ..catalog.registries import MAX_IMAGES, MAX_PULLERS, REPOSITORY_NAME
from .base import ACCOUNT_PATTERN, ARN_PARTITION, Model, Tags, matching
from .values import KmsKey

_LENGTHS = LIMITS["ecr.RepositoryName"]
RepositoryName = Annotated[
    str,
    matching(
        rf"(?=.{{{_LENGTHS.low},{_LENGTHS.high}}}$){REPOSITORY_NAME}",
        "invalid-name",
        "the name of a repository",
        f"{_LENGTHS.low} to {_LENGTHS.high} characters: words of lowercase letters and digits, joined by one "
        "of `.`, `_`, `-` or `/`, such as shop/web",
    ),
]
Puller = Annotated[
    str,
    matching(
        rf"{ACCOUNT_PATTERN}|arn:({ARN_PARTITION}):iam::{ACCOUNT_PATTERN}:(root|(role|user)/[^\s*?]+)",
        "invalid-arn",
        "an account, or the ARN of an IAM role or user",
        'write an account ID in quotes, such as "111122223333", or an ARN such as '
        "arn:aws:iam::111122223333:role/Deploy",
    ),
]
"""Who may pull images: a whole account, or a role or user of any account. ECR takes no wildcards in it."""


class Registry(Model):
    """A repository; its name is the one in the address of its images."""

    scan_on_push: bool = Field(
        True, description="Scan images for known vulnerabilities when they are pushed."
    )
    immutable_tags: bool = Field(
        True, description="Refuse to push a tag that exists, so that a tag always means one image."
    )
    keep_last: Annotated[int, Field(ge=1, le=MAX_IMAGES)] | None = Field(
        None,
        description="How many images are kept; ECR deletes the oldest others, tagged ones too. Default: all.",
        examples=[30],
    )
    expire_untagged_days: Annotated[int, Field(ge=1, le=3650)] | None = Field(
        None,
        description="Days after which ECR deletes an image without a tag. Default: never.",
        examples=[7],
    )
    kms_key: KmsKey = Field(
        "aws",
        description="Key of the images: aws (the key of S3), managed (one key for all registries), or a KMS "
        "key ARN. It can never change: another key replaces the repository.",
    )
    pull_from: tuple[Puller, ...] = Field(
        (),
        max_length=MAX_PULLERS,
        description="Accounts, and roles or users of other accounts, that may pull images. Nodes of this "
        "account need no entry.",
        examples=[["444455556666", "arn:aws:iam::444455556666:role/Nodes"]],
    )
    tags: Tags = Field(default_factory=dict, description="Tags of the repository.")
