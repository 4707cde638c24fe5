"""Amazon ECR: names of repositories, what an account that pulls needs, and what a lifecycle policy can say.

Sources, read 2026-11-30: ECR user guide, "Private repository policies" and its examples (actions of a pull),
"Lifecycle policy parameters" (a rule for any image comes last), "Encryption at rest" (the encryption of a
repository cannot be changed), "Service quotas" (images of a repository); ECR API reference, CreateRepository
and SetRepositoryPolicy (10,240 characters); service model of botocore (pattern of names).
"""

from .limits.arguments import LIMITS

REPOSITORY_NAME = LIMITS["ecr.RepositoryName"].pattern
"""The pattern of the whole name of a repository, without its length."""
MAX_IMAGES = 100_000
"""Images of a repository, the default quota."""
MAX_PULLERS = 100
POLICY_CHARACTERS = LIMITS["ecr.RepositoryPolicyText"].high
"""Of a repository policy."""
PULL_ACTIONS = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
)
"""What pulls an image; `ecr:GetAuthorizationToken` is a permission in the account that pulls."""
