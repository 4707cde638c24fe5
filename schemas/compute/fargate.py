"""`fargateProfiles`: pods that run without nodes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ...catalog.limits import FARGATE_LABELS_PER_SELECTOR, FARGATE_SELECTORS_PER_PROFILE
from ..base import Model, Tags, ZoneName, matching, shape
from ..iam import Iam

ProfileName = Annotated[
    str,
    matching(
        r"(?!eks-)[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?",
        "invalid-name",
        "a valid name of a Fargate profile",
        "at most 30 lowercase letters, digits and hyphens, starting and ending with a letter or digit, "
        "and not with `eks-`, which EKS reserves",
    ),
]
_PATTERN_NOTE = "letters, digits, `-`, `_`, `.`; `*` is any text, `?` one character"
NamespacePattern = Annotated[
    str,
    matching(
        r"[a-z0-9*?]([-a-z0-9*?]{0,61}[a-z0-9*?])?",
        "invalid-label",
        "a namespace of a Fargate selector",
        "at most 63 lowercase letters, digits and `-`; `*` is any text, `?` one character",
    ),
]
SelectorKey = Annotated[
    str,
    matching(
        r"(?=.{1,317}$)([a-z0-9*?]([-a-z0-9.*?]*[a-z0-9*?])?/)?[A-Za-z0-9*?]([-A-Za-z0-9_.*?]{0,61}[A-Za-z0-9*?])?",
        "invalid-label",
        "a label key of a Fargate selector",
        f"an optional DNS prefix and `/`, then {_PATTERN_NOTE}",
    ),
]
SelectorValue = Annotated[
    str,
    matching(
        r"[A-Za-z0-9*?]([-A-Za-z0-9_.*?]{0,61}[A-Za-z0-9*?])?",
        "invalid-label",
        "a label value of a Fargate selector",
        _PATTERN_NOTE,
    ),
]


class FargateSelector(Model):
    """Pods of a namespace that have all the labels; `*` and `?` are wildcards."""

    namespace: NamespacePattern = Field(description="Namespace of the pods.", examples=["batch"])
    labels: dict[SelectorKey, SelectorValue] = Field(
        default_factory=dict,
        max_length=FARGATE_LABELS_PER_SELECTOR,
        description="Labels of the pods; without them, all pods of the namespace.",
    )


class FargateZones(Model):
    """The private subnets of certain zones."""

    zones: tuple[ZoneName, ...] = Field(min_length=1, description="Zones of the network to use.")


FargateSubnets = Annotated[
    Annotated[Literal["private"], Tag("<text>")] | Annotated[FargateZones, Tag("<map>")],
    Discriminator(shape),
]


class FargateProfile(Model):
    """Pods that run on Fargate. EKS changes no profile, so that every change but that of tags replaces it."""

    selectors: tuple[FargateSelector, ...] = Field(
        min_length=1,
        max_length=FARGATE_SELECTORS_PER_PROFILE,
        description="Pods that run on Fargate: those that one of the selectors matches.",
    )
    subnets: FargateSubnets = Field(
        "private", description="private, or {zones: [...]} for the private subnets of these zones."
    )
    iam: Iam = Field(Iam(), description="IAM role with which Fargate pulls images and joins the cluster.")
    tags: Tags = Field(
        default_factory=dict, description="Tags of the profile, in addition to `metadata.tags`."
    )
