"""`addons`: EKS add-ons. The five base add-ons are installed unless they are `none`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, ConfigDict, Field

from ..catalog.addons.addons import addon
from .base import Model, Namespace, Tags, matching
from .iam import Iam
from .values import OrNone, finite

AddonVersion = Annotated[
    str,
    matching(
        r"v[0-9]+\.[0-9]+\.[0-9]+-[0-9A-Za-z.-]+",
        "invalid-addon-version",
        "the version of an EKS add-on",
        "a version looks like v1.20.4-eksbuild.1; `aws eks describe-addon-versions` lists all versions",
    ),
]


class AddonSettings(Model):
    """Settings of every add-on."""

    version: AddonVersion | None = Field(
        None,
        description="Version of the add-on. Default: that of the lock file, else chosen by EKS at creation.",
        examples=["v1.20.4-eksbuild.1"],
    )
    configuration: dict[str, Annotated[Any, AfterValidator(finite)]] = Field(
        default_factory=dict,
        description="Configuration values of the add-on; they win over its own fields.",
    )
    resolve_conflicts: Literal["overwrite", "none", "preserve"] = Field(
        "overwrite", description="How EKS handles values that were changed in the cluster."
    )
    preserve: bool = Field(
        False, description="Keep the add-on's workload in the cluster when the add-on is deleted."
    )
    namespace: Namespace | None = Field(
        None,
        description="Namespace of the add-on, which EKS never changes. Default: the one that EKS chooses. "
        "Needs version 6.42 of the AWS provider.",
        examples=["cert-manager"],
    )


class Addon(Iam, AddonSettings):
    """An EKS add-on, with the IAM role of its service account if it needs AWS permissions."""

    tags: Tags = Field(
        default_factory=dict,
        description="Tags of the add-on and of its IAM roles, in addition to `metadata.tags`.",
    )


class WarmTargets(Model):
    """Addresses that a node holds in reserve for pods, in place of a whole network interface."""

    ip: Annotated[int, Field(ge=0, le=10_000)] | None = Field(
        None, description="Addresses that no pod uses yet (WARM_IP_TARGET).", examples=[4]
    )
    minimum_ip: Annotated[int, Field(ge=0, le=10_000)] | None = Field(
        None,
        description="Addresses that a node has in any case, those of pods included (MINIMUM_IP_TARGET).",
        examples=[10],
    )


class VpcCni(Addon):
    """The Amazon VPC CNI."""

    prefix_delegation: bool = Field(
        False,
        description="Give pods addresses of /28 prefixes: more pods on a node, and fewer calls to EC2.",
    )
    warm_targets: WarmTargets | None = Field(
        None, description="Reserve of addresses on each node. Default: a whole network interface."
    )
    external_snat: bool = Field(
        False,
        description="Leave it to the network to translate the addresses of pods that leave the VPC. Pods in "
        "public subnets then have no way out.",
    )


class EbsCsi(Addon):
    """The Amazon EBS CSI driver."""

    default_storage_class: Literal["gp3", "none"] = Field(
        "gp3",
        description="Default StorageClass of the cluster: gp3 (the driver creates `ebs-csi-default-sc`), or "
        "none. Its volumes are encrypted if the account encrypts EBS volumes by default.",
    )


class KubeProxy(Addon):
    """kube-proxy."""

    mode: Literal["iptables", "ipvs", "nftables"] = Field(
        "iptables",
        description="How Services reach their pods. nftables needs Kubernetes 1.33, and stays fast with "
        "thousands of Services; ipvs is deprecated since 1.35.",
    )
    scheduler: Literal["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "dh", "sed", "nq", "mh"] | None = (
        Field(None, description="How ipvs chooses the pod of a connection. Default: rr, in turn.")
    )


class Addons(Model):
    """Add-ons by name; an unknown name is passed to EKS unchanged."""

    model_config = ConfigDict(extra="allow", alias_generator=None)
    __pydantic_extra__: dict[str, OrNone[Addon]] = Field(init=False)

    vpc_cni: OrNone[VpcCni] = Field(VpcCni(), alias="vpc-cni", description="Pod networking.")
    kube_proxy: OrNone[KubeProxy] = Field(
        default_factory=KubeProxy, alias="kube-proxy", description="Service networking on every node."
    )
    coredns: OrNone[Addon] = Field(Addon(), description="Cluster DNS.")
    pod_identity_agent: OrNone[Addon] = Field(
        default_factory=Addon, alias="pod-identity-agent", description="AWS permissions for pods."
    )
    ebs_csi: OrNone[EbsCsi] = Field(
        default_factory=EbsCsi, alias="ebs-csi", description="Persistent volumes on EBS."
    )

    @classmethod
    def any_other(cls, name: str) -> tuple[Any, ...]:
        """Return the types of an add-on without a field of this name; AWS's name means the same add-on."""
        known = addon(name)
        short = {info.alias or key: info for key, info in cls.model_fields.items()}
        field = short.get(known.name) if known is not None else None
        return (Literal["none"], Addon) if field is None else get_args(field.annotation)
