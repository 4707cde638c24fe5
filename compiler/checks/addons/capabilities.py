"""Rules for EKS Capabilities: what EKS refuses, and what can do nothing yet."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.addons.capabilities import IDENTITIES, PARTITIONS, policies_by_eks
from ....catalog.regions.regions import REGION_NAME, region, region_names
from ....schemas.base import printable
from ....schemas.capabilities import ArgoCdConfiguration
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ...resolve.access import capability_entries, default_user_name
from ...resolve.capabilities import argocd_configuration, capabilities_of, capability_name
from ...resolve.identity import partition_of
from ..finding import Finding, closest, not_in_catalog

_PATH: Path = ("capabilities",)
_ARGO_CD: Path = (*_PATH, "argocd", "configuration")
_SESSION = "{{SessionName}}"


def capabilities_offered(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about capabilities that EKS may not have in the partition of the region."""
    partition = partition_of(spec)
    for key, _ in capabilities_of(spec) if partition not in PARTITIONS else ():
        note = f"they are known to exist in the partition {', '.join(sorted(PARTITIONS))}"
        message = f"eksgen does not know whether EKS has capabilities in the partition {partition}"
        yield not_in_catalog((*_PATH, key), message, note)


def names_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two capabilities have one name, written or that of their type."""
    first: dict[str, str] = {}
    in_order = sorted(capabilities_of(spec), key=lambda item: item[1].name is not None)
    for key, capability in in_order:
        name = capability_name(key, capability)
        if (other := first.setdefault(name, key)) != key:
            yield _refused(
                (*_PATH, key, "name"),
                f"two capabilities are called `{name}`",
                "second capability",
                (((*_PATH, other), "first capability"),),
            )


def argocd_accepted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check what EKS refuses in the settings of Argo CD."""
    if (argo_cd := spec.capabilities.argocd) is not None:
        yield from _mappings(argo_cd.configuration)
        if argo_cd.configuration.aws_idc.idc_region is not None:
            yield from _center_region(spec, argo_cd.configuration.aws_idc.idc_region)


def _mappings(own: ArgoCdConfiguration) -> Iterator[Finding]:
    path, first = (*_ARGO_CD, "rbacRoleMappings"), dict[str, int]()
    for index, mapping in enumerate(own.rbac_role_mappings):
        if (before := first.setdefault(mapping.role, index)) != index:
            yield _refused(
                (*path, index, "role"),
                f"the role {mapping.role} is listed twice",
                "second list of identities",
                (((*path, before, "role"), "first listed here"),),
                "list all identities in one of the two",
            )
    people = sum(len(mapping.identities) for mapping in own.rbac_role_mappings)
    if people > IDENTITIES:
        message = f"{people} identities have a role in Argo CD, more than {IDENTITIES}"
        yield _refused(path, message, "too many identities", help="map groups instead of users")


def _center_region(spec: ClusterSpec, name: str) -> Iterator[Finding]:
    path, known = (*_ARGO_CD, "awsIdc", "idcRegion"), region(name)
    if known is not None:
        if region(spec.metadata.region) and known.partition.name != partition_of(spec):
            message = f"Identity Center in {name} is in another partition than the cluster"
            others = ((("metadata", "region"), f"partition `{partition_of(spec)}`"),)
            yield _refused(path, message, f"partition `{known.partition.name}`", others)
    elif (near := closest(name, region_names(), 0.9)) or not REGION_NAME.fullmatch(name):
        message = f"there is no region `{printable(name)}`"
        help = f"write `{near}`" if near else ""
        yield Finding("unknown-region", path, message, "unknown region", help=help)
    else:
        note = "EKS refuses a region without an instance of Identity Center"
        yield not_in_catalog(path, f"eksgen does not know the region `{name}`", note)


def _refused(
    path: Path, message: str, label: str, others: tuple[tuple[Path, str], ...] = (), help: str = ""
) -> Finding:
    return Finding("refused-capability", path, message, label, others, help=help)


def policies_of_eks_kept(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that `access` has no policy that the role gets by itself, or through another capability."""
    roles: dict[str, dict[str, Path]] = {}
    for key, capability in capabilities_of(spec):
        seen = roles.setdefault(capability.role or key, {})
        for index, policy in enumerate(capability.access):
            path = (*_PATH, key, "access", index, "name")
            if policy.name in policies_by_eks(key):
                yield _twice(path, f"EKS gives `{policy.name}` to this capability by itself", "not needed")
            elif (other := seen.setdefault(policy.name, path))[:2] != path[:2]:
                others = ((other, "through this capability"),)
                message = f"the role of this capability has the policy `{policy.name}` already"
                yield _twice(path, message, "one role, one policy", others)


def _twice(path: Path, message: str, label: str, others: tuple[tuple[Path, str], ...] = ()) -> Finding:
    note = "an access entry has each policy once; deleting one of two takes away that of both"
    return Finding("duplicate-policy", path, message, label, others, note=note, help="delete it here")


def capabilities_can_work(spec: ClusterSpec) -> Iterator[Finding]:
    """Say which capabilities can do nothing yet, and which server nobody may sign in to."""
    users = _users_of_capabilities(spec)
    for key, capability in capabilities_of(spec):
        path = (*_PATH, key)
        if key == "ack" and not (capability.role or capability.policies or capability.statements):
            yield _idle(
                path,
                "ACK has no permissions in AWS",
                "makes nothing in AWS",
                "list `policies` or `statements`, unless IAM role selectors in the cluster name other roles",
            )
        if key != "ack" and not capability.access and key not in users:
            yield _idle(
                path,
                f"{_TITLES[key]} may change nothing in the cluster but its own objects",
                "cannot make what its objects describe",
                "list EKS access policies in `access`, such as AmazonEKSEditPolicy, or bind its user by RBAC",
            )
        own = argocd_configuration(capability)
        if own is not None and not own.rbac_role_mappings:
            yield _idle(
                (*path, "configuration"),
                "nobody may sign in to Argo CD",
                "no role mappings",
                "list users or groups of Identity Center in `rbacRoleMappings`",
            )


_TITLES = {"argocd": "Argo CD", "kro": "kro"}


def _users_of_capabilities(spec: ClusterSpec) -> set[str]:
    """Return the capabilities whose user has a role by RBAC; the name of the session is part of that user."""
    bound = {user for binding in spec.access.rbac.bindings.values() for user in binding.users}
    return {
        str(entry.path[1])
        for entry in capability_entries(spec)
        if any(user.startswith(default_user_name(entry.principal).removesuffix(_SESSION)) for user in bound)
    }


def _idle(path: Path, message: str, label: str, help: str) -> Finding:
    return Finding(
        "idle-capability", path, message, label, help=help, severity=Severity.NOTE, of_key=len(path) == 2
    )
