"""EKS as the local AWS offers it, seen through boto3: who may come in, and what a cluster runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

ACCOUNT = "222233334444"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/cluster"
NODE_ROLE = f"arn:aws:iam::{ACCOUNT}:role/nodes"
ADMIN = f"arn:aws:iam::{ACCOUNT}:role/people/admin"
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"

Refused = Callable[..., tuple[str, int]]


def test_the_role_of_a_node_group_gets_its_access_entry(eks: Any, make: Any, subnets: list[str]) -> None:
    name = make()["name"]
    eks.create_nodegroup(clusterName=name, nodegroupName="web", nodeRole=NODE_ROLE, subnets=subnets)
    entry = eks.describe_access_entry(clusterName=name, principalArn=NODE_ROLE)["accessEntry"]
    assert (entry["type"], entry["kubernetesGroups"]) == ("EC2_LINUX", ["system:nodes"])


def test_access_entries_and_their_policies(refused: Refused, eks: Any, make: Any) -> None:
    name = make()["name"]
    who = {"clusterName": name, "principalArn": ADMIN}
    groups = refused(eks.create_access_entry, **who, kubernetesGroups=["system:masters"])
    assert groups[0] == "InvalidParameterException"
    entry = eks.create_access_entry(**who, kubernetesGroups=["ops"])["accessEntry"]
    assert entry["username"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/" + "{{SessionName}}"
    assert refused(eks.create_access_entry, **who) == ("ResourceInUseException", 409)
    eks.associate_access_policy(**who, policyArn=VIEW, accessScope={"type": "namespace", "namespaces": ["a"]})
    (policy,) = eks.list_associated_access_policies(**who)["associatedAccessPolicies"]
    assert (policy["policyArn"], policy["accessScope"]["namespaces"]) == (VIEW, ["a"])
    assert eks.list_access_entries(clusterName=name, associatedPolicyArn=VIEW)["accessEntries"] == [ADMIN]
    eks.disassociate_access_policy(**who, policyArn=VIEW)
    assert eks.list_associated_access_policies(**who)["associatedAccessPolicies"] == []
    eks.update_access_entry(**who, kubernetesGroups=[])
    assert eks.describe_access_entry(**who)["accessEntry"]["kubernetesGroups"] == []
    eks.delete_access_entry(**who)
    assert eks.list_access_entries(clusterName=name)["accessEntries"] == []


def test_access_entries_need_the_api_mode(refused: Refused, eks: Any, make: Any) -> None:
    name = make(accessConfig={"authenticationMode": "CONFIG_MAP"})["name"]
    asked = {"clusterName": name, "principalArn": ADMIN}
    assert refused(eks.create_access_entry, **asked)[0] == "InvalidRequestException"
    eks.update_cluster_config(name=name, accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"})
    eks.create_access_entry(**asked)


def test_an_addon_owns_its_pod_identities(refused: Refused, eks: Any, make: Any) -> None:
    name = make()["name"]
    identity = {"serviceAccount": "ebs-csi-controller-sa", "roleArn": ROLE}
    addon = eks.create_addon(
        clusterName=name, addonName="aws-ebs-csi-driver", podIdentityAssociations=[identity]
    )["addon"]
    (association,) = eks.list_pod_identity_associations(clusterName=name)["associations"]
    assert addon["podIdentityAssociations"] == [association["associationArn"]]
    assert association["ownerArn"] == addon["addonArn"]
    again = {"clusterName": name, "namespace": "kube-system", **identity}
    assert refused(eks.create_pod_identity_association, **again) == ("ResourceInUseException", 409)
    update = eks.update_addon(
        clusterName=name, addonName="aws-ebs-csi-driver", configurationValues='{"a": 1}'
    )["update"]
    found = eks.describe_update(name=name, addonName="aws-ebs-csi-driver", updateId=update["id"])
    assert found["update"]["status"] == "Successful"
    assert eks.list_pod_identity_associations(clusterName=name)["associations"] == [association]
    eks.delete_addon(clusterName=name, addonName="aws-ebs-csi-driver")
    assert eks.list_pod_identity_associations(clusterName=name)["associations"] == []


def test_addon_versions_fit_the_kubernetes_version(eks: Any, make: Any) -> None:
    name = make(version="1.33")["name"]
    (known,) = eks.describe_addon_versions(addonName="kube-proxy", kubernetesVersion="1.33")["addons"]
    newest = known["addonVersions"][0]["addonVersion"]
    assert newest.startswith("v1.33.")
    assert eks.create_addon(clusterName=name, addonName="kube-proxy")["addon"]["addonVersion"] == newest
    schema = eks.describe_addon_configuration(addonName="kube-proxy", addonVersion=newest)
    assert schema["configurationSchema"].startswith("{")


def test_an_identity_provider_comes_and_goes(refused: Refused, eks: Any, make: Any) -> None:
    name = make()["name"]
    oidc = {"identityProviderConfigName": "a", "issuerUrl": "https://a.example", "clientId": "k"}
    eks.associate_identity_provider_config(clusterName=name, oidc=oidc)
    which = {"clusterName": name, "identityProviderConfig": {"type": "oidc", "name": "a"}}
    found = eks.describe_identity_provider_config(**which)["identityProviderConfig"]["oidc"]
    assert (found["status"], found["issuerUrl"]) == ("ACTIVE", "https://a.example")
    eks.disassociate_identity_provider_config(**which)
    assert refused(eks.describe_identity_provider_config, **which)[1] == 404
