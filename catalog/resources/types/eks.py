"""EKS: clusters, node groups, add-ons, access entries.

Sources, read 2026-11: EKS user guide, "Cluster API server endpoint", "Send control plane logs to CloudWatch
Logs", "Grant IAM users access to Kubernetes with EKS access entries", "Encrypt Kubernetes secrets with KMS",
"View Amazon EKS platform versions for each Kubernetes version" (platform versions roll out by themselves),
"Update an Amazon EKS add-on" (EKS updates none by itself), "Update a managed node group for your cluster"
(likewise) and "Understand each phase of node updates" (a new version, release or launch template version
replaces every node); EKS best practices,
"Cluster Autoscaler" and "Managed node groups" (desired size is the autoscaler's), "Identity and access
management", "Detective controls"; CIS Amazon EKS Benchmark 1.7, sections 2.1 (audit logs), 5.3 (KMS) and 5.4
(endpoint access); hashicorp/aws issue 48505 (platform_version); terraform-aws-eks issues 681 and 2961
(desired_size); EKS user guide, "Turn on EKS Auto Mode" (its three parts are switched together).
"""

from __future__ import annotations

from ..resource_type import (
    EVERYONE,
    EXTRA,
    FEWER,
    MISSING,
    OFF,
    ON,
    WIDER,
    Attribute,
    Noun,
    ResourceType,
    high_severity,
    low_severity,
    medium_severity,
)
from ..risk import Risk

_KUBERNETES_ACCESS = (
    high_severity(Risk.LOSS, "somebody lost access to the Kubernetes API", MISSING),
    high_severity(
        Risk.CLUSTER_ACCESS, "somebody has access to the Kubernetes API who is not in the spec", EXTRA
    ),
    high_severity(Risk.CLUSTER_ACCESS, "it decides what somebody may do in the Kubernetes API"),
)

_BEING_CREATED = frozenset({"CREATING", "ACTIVE", "UPDATING"})
"""One call creates a cluster or node group; the provider then waits (EKS API reference, Cluster and
Nodegroup, read 2026-11)."""

_NODE_TEMPLATE = (high_severity(Risk.CODE, "it decides what runs as root on the nodes"),)

EKS: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_eks_access_entry",
        Noun("access entry", "access entries", ("principal_arn",), joined=" for "),
        severity=_KUBERNETES_ACCESS,
        attributes=(Attribute("modified_at", changed_by="EKS reports when the entry was last changed"),),
    ),
    ResourceType(
        "aws_eks_access_policy_association",
        Noun("access policy", "access policies", ("policy_arn",)),
        severity=_KUBERNETES_ACCESS,
        attributes=(Attribute("modified_at", changed_by="EKS reports when the policy was last changed"),),
    ),
    ResourceType(
        "aws_eks_addon",
        Noun("add-on", "add-ons", ("addon_name",)),
        severity=(
            medium_severity("what the add-on does is left undone for new pods", MISSING),
            medium_severity("an add-on runs that is not in the spec", EXTRA, Risk.CODE),
        ),
        attributes=(
            Attribute(
                "service_account_role_arn", (high_severity(Risk.RIGHTS, "the add-on acts with other rights"),)
            ),
            Attribute(
                "pod_identity_association", (high_severity(Risk.RIGHTS, "the add-on acts with other rights"),)
            ),
            Attribute("modified_at", changed_by="EKS tells when it last worked on the add-on"),
            Attribute("addon_version", (medium_severity("the add-on runs in another version"),)),
            Attribute("configuration_values", (medium_severity("the add-on runs with other settings"),)),
        ),
    ),
    ResourceType(
        "aws_eks_capability",
        Noun("capability", "capabilities", ("capability_name",)),
        severity=(
            high_severity(Risk.LOSS, "EKS no longer works on what the capability made", MISSING),
            high_severity(Risk.RIGHTS, "EKS acts in the cluster and in AWS with the role of the capability"),
        ),
        attributes=(
            Attribute("role_arn", (high_severity(Risk.RIGHTS, "the capability acts with other rights"),)),
            Attribute(
                "configuration.argo_cd.rbac_role_mapping",
                (high_severity(Risk.CLUSTER_ACCESS, "it decides who may do what in Argo CD"),),
            ),
            Attribute(
                "configuration.argo_cd.network_access",
                (
                    high_severity(
                        Risk.OPEN_NETWORK, "it decides whether the server of Argo CD is on the internet"
                    ),
                ),
            ),
            Attribute("version", changed_by="EKS updates the capability by itself"),
        ),
    ),
    ResourceType(
        "aws_eks_cluster",
        Noun("EKS cluster", "EKS clusters"),
        severity=(high_severity(Risk.LOSS, "the cluster is gone", MISSING),),
        protected=True,
        kept_while=_BEING_CREATED,
        attributes=(
            Attribute(
                "vpc_config.endpoint_public_access",
                (
                    high_severity(Risk.OPEN_API, "the Kubernetes API is reachable from the internet", ON),
                    medium_severity("the Kubernetes API is cut off from outside the VPC"),
                ),
            ),
            Attribute(
                "vpc_config.public_access_cidrs",
                (
                    high_severity(Risk.OPEN_API, "the whole internet reaches the Kubernetes API", EVERYONE),
                    high_severity(Risk.REACH, "more addresses reach the Kubernetes API", WIDER),
                    medium_severity("fewer addresses reach the Kubernetes API"),
                ),
            ),
            Attribute(
                "vpc_config.endpoint_private_access",
                (
                    high_severity(
                        Risk.REACH,
                        "nodes leave the VPC to reach the Kubernetes API, or do not reach it at all",
                        OFF,
                    ),
                ),
            ),
            Attribute(
                "vpc_config.security_group_ids",
                (high_severity(Risk.REACH, "security groups decide who reaches the control plane"),),
            ),
            Attribute(
                "access_config",
                (high_severity(Risk.CLUSTER_ACCESS, "it decides who may use the Kubernetes API"),),
            ),
            Attribute("role_arn", (high_severity(Risk.RIGHTS, "the control plane acts with other rights"),)),
            Attribute(
                "enabled_cluster_log_types",
                (
                    high_severity(Risk.AUDIT, "the control plane no longer logs all that it should", FEWER),
                    low_severity("the control plane logs more than it should"),
                ),
            ),
            Attribute(
                "encryption_config", (high_severity(Risk.DATA, "it decides how secrets are encrypted"),)
            ),
            Attribute(
                "version",
                (medium_severity("the control plane has another version; it goes back within 7 days only"),),
            ),
            Attribute("upgrade_policy", (medium_severity("extended support costs extra"),)),
            Attribute("deletion_protection", (medium_severity("the cluster can be deleted", OFF),)),
            Attribute(
                "zonal_shift_config",
                (medium_severity("it decides whether traffic can be shifted away from a zone"),),
            ),
            Attribute(
                "control_plane_scaling_config",
                (medium_severity("it decides how much the control plane can do, and what it costs"),),
            ),
            Attribute(
                "vpc_config.control_plane_egress_mode",
                (
                    high_severity(
                        Risk.REACH, "it decides how the control plane reaches webhooks, and never goes back"
                    ),
                ),
            ),
            Attribute("kube_api_server_config", (medium_severity("ports of Services depend on it"),)),
            Attribute("kube_scheduler_config", (medium_severity("pods are placed by it"),)),
            Attribute(
                "kube_controller_manager_config", (low_severity("it decides how fast pods are scaled"),)
            ),
            Attribute("platform_version", changed_by="EKS rolls out platform versions by itself"),
            Attribute("status", changed_by="EKS tells how the cluster is"),
            Attribute(
                "compute_config",
                (high_severity(Risk.RIGHTS, "it decides whether EKS starts nodes, and in which role"),),
            ),
            Attribute(
                "storage_config",
                (high_severity(Risk.OPERATION, "it decides whether EKS handles volumes of pods"),),
            ),
            Attribute(
                "kubernetes_network_config.elastic_load_balancing",
                (high_severity(Risk.OPERATION, "it decides whether EKS makes load balancers"),),
            ),
            Attribute(
                "remote_network_config",
                (high_severity(Risk.REACH, "it decides which networks outside AWS hybrid nodes join from"),),
            ),
        ),
    ),
    ResourceType(
        "aws_eks_fargate_profile",
        Noun("Fargate profile", "Fargate profiles", ("fargate_profile_name",)),
        severity=(high_severity(Risk.LOSS, "pods that only this profile runs no longer start", MISSING),),
        attributes=(Attribute("status", changed_by="EKS tells how the profile is"),),
    ),
    ResourceType(
        "aws_eks_identity_provider_config",
        Noun("identity provider", "identity providers", ()),
        severity=(
            high_severity(Risk.LOSS, "the users of the identity provider are locked out", MISSING),
            high_severity(
                Risk.CLUSTER_ACCESS,
                "users of an identity provider that is not in the spec can sign in",
                EXTRA,
            ),
            high_severity(
                Risk.CLUSTER_ACCESS, "it decides who may sign in to the Kubernetes API, and under which name"
            ),
        ),
        attributes=(Attribute("status", changed_by="EKS tells how the identity provider is"),),
    ),
    ResourceType(
        "aws_eks_node_group",
        Noun("node group", "node groups", ("node_group_name",)),
        severity=(high_severity(Risk.LOSS, "the nodes of the group are gone", MISSING),),
        kept_while=_BEING_CREATED,
        attributes=(
            Attribute("node_role_arn", (high_severity(Risk.RIGHTS, "nodes act with other rights"),)),
            Attribute("remote_access", (high_severity(Risk.CODE, "somebody may log in to nodes"),)),
            Attribute("scaling_config", (medium_severity("it decides how many nodes there are"),)),
            Attribute("labels", (medium_severity("pods are placed by it"),)),
            Attribute("taint", (medium_severity("pods are placed by it"),)),
            Attribute("update_config", (low_severity("it decides how fast updates go"),)),
            Attribute("scaling_config.desired_size", changed_by="an autoscaler moves it"),
            Attribute("resources", changed_by="EKS replaced what is behind the group"),
            Attribute("status", changed_by="EKS tells how the group is"),
            Attribute("release_version", (medium_severity("nodes run another image"),), rolls_nodes=True),
            *(
                Attribute(f"launch_template.{name}", _NODE_TEMPLATE, rolls_nodes=True)
                for name in ("id", "name", "version")
            ),
            Attribute("version", rolls_nodes=True),
        ),
        subject=True,
    ),
    ResourceType(
        "aws_eks_pod_identity_association",
        Noun("pod identity", "pod identities", ("service_account",), joined=" for "),
        severity=(
            high_severity(Risk.LOSS, "the pods of a service account have no rights in AWS", MISSING),
            high_severity(Risk.RIGHTS, "pods have rights in AWS that are not in the spec", EXTRA),
        ),
        attributes=(
            Attribute("role_arn", (high_severity(Risk.RIGHTS, "pods act with other rights"),)),
            Attribute("target_role_arn", (high_severity(Risk.RIGHTS, "pods act with other rights"),)),
            Attribute("policy", (high_severity(Risk.RIGHTS, "it limits what pods may do in AWS"),)),
            Attribute("disable_session_tags", (medium_severity("policies compare the tags of sessions"),)),
        ),
    ),
)

OPEN_TO_ALL = ("0.0.0.0/0",)
"""Sources that reach a public endpoint without CIDRs (EKS user guide, "Cluster API server endpoint")."""
