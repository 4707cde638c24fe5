"""The EKS API of the sandbox through boto3: access entries, add-ons, pod identities and identity providers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

ACCOUNT = "222233334444"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/cluster"
NODE_ROLE = f"arn:aws:iam::{ACCOUNT}:role/nodes"
ADMIN = f"arn:aws:iam::{ACCOUNT}:role/people/admin"
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"

ExpectError = Callable[..., tuple[str, int]]


def test_the_role_of_a_node_group_gets_an_access_entry(
    eks: Any, create_cluster: Any, subnets: list[str]
) -> None:
    name = create_cluster()["name"]
    eks.create_nodegroup(clusterName=name, nodegroupName="web", nodeRole=NODE_ROLE, subnets=subnets)
    entry = eks.describe_access_entry(clusterName=name, principalArn=NODE_ROLE)["accessEntry"]
    assert (entry["type"], entry["kubernetesGroups"]) == ("EC2_LINUX", ["system:nodes"])


def test_access_entries_and_their_policies_can_be_created_changed_and_deleted(
    expect_error: ExpectError, eks: Any, create_cluster: Any
) -> None:
    name = create_cluster()["name"]
    entry_id = {"clusterName": name, "principalArn": ADMIN}
    error = expect_error(eks.create_access_entry, **entry_id, kubernetesGroups=["system:masters"])
    assert error[0] == "InvalidParameterException"
    entry = eks.create_access_entry(**entry_id, kubernetesGroups=["ops"])["accessEntry"]
    assert entry["username"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/" + "{{SessionName}}"
    assert expect_error(eks.create_access_entry, **entry_id) == ("ResourceInUseException", 409)
    eks.associate_access_policy(
        **entry_id, policyArn=VIEW, accessScope={"type": "namespace", "namespaces": ["a"]}
    )
    (policy,) = eks.list_associated_access_policies(**entry_id)["associatedAccessPolicies"]
    assert (policy["policyArn"], policy["accessScope"]["namespaces"]) == (VIEW, ["a"])
    assert eks.list_access_entries(clusterName=name, associatedPolicyArn=VIEW)["accessEntries"] == [ADMIN]
    eks.disassociate_access_policy(**entry_id, policyArn=VIEW)
    assert eks.list_associated_access_policies(**entry_id)["associatedAccessPolicies"] == []
    eks.update_access_entry(**entry_id, kubernetesGroups=[])
    assert eks.describe_access_entry(**entry_id)["accessEntry"]["kubernetesGroups"] == []
    eks.delete_access_entry(**entry_id)
    assert eks.list_access_entries(clusterName=name)["accessEntries"] == []


def test_access_entries_need_an_authentication_mode_with_the_api(
    expect_error: ExpectError, eks: Any, create_cluster: Any
) -> None:
    name = create_cluster(accessConfig={"authenticationMode": "CONFIG_MAP"})["name"]
    parameters = {"clusterName": name, "principalArn": ADMIN}
    assert expect_error(eks.create_access_entry, **parameters)[0] == "InvalidRequestException"
    eks.update_cluster_config(name=name, accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"})
    eks.create_access_entry(**parameters)


def test_an_addon_owns_its_pod_identities(expect_error: ExpectError, eks: Any, create_cluster: Any) -> None:
    name = create_cluster()["name"]
    identity = {"serviceAccount": "ebs-csi-controller-sa", "roleArn": ROLE}
    addon = eks.create_addon(
        clusterName=name, addonName="aws-ebs-csi-driver", podIdentityAssociations=[identity]
    )["addon"]
    (association,) = eks.list_pod_identity_associations(clusterName=name)["associations"]
    assert addon["podIdentityAssociations"] == [association["associationArn"]]
    assert association["ownerArn"] == addon["addonArn"]
    duplicate = {"clusterName": name, "namespace": "kube-system", **identity}
    assert expect_error(eks.create_pod_identity_association, **duplicate) == ("ResourceInUseException", 409)
    update = eks.update_addon(
        clusterName=name, addonName="aws-ebs-csi-driver", configurationValues='{"a": 1}'
    )["update"]
    response = eks.describe_update(name=name, addonName="aws-ebs-csi-driver", updateId=update["id"])
    assert response["update"]["status"] == "Successful"
    assert eks.list_pod_identity_associations(clusterName=name)["associations"] == [association]
    eks.delete_addon(clusterName=name, addonName="aws-ebs-csi-driver")
    assert eks.list_pod_identity_associations(clusterName=name)["associations"] == []


def test_addon_versions_depend_on_the_kubernetes_version(eks: Any, create_cluster: Any) -> None:
    name = create_cluster(version="1.33")["name"]
    (addon,) = eks.describe_addon_versions(addonName="kube-proxy", kubernetesVersion="1.33")["addons"]
    newest, *_ = (version["addonVersion"] for version in addon["addonVersions"])
    (usual,) = (
        version["addonVersion"]
        for version in addon["addonVersions"]
        if any(fit["defaultVersion"] for fit in version["compatibilities"])
    )
    assert newest.startswith("v1.33.")
    assert eks.create_addon(clusterName=name, addonName="kube-proxy")["addon"]["addonVersion"] == usual
    schema = eks.describe_addon_configuration(addonName="kube-proxy", addonVersion=newest)
    assert schema["configurationSchema"].startswith("{")


def test_an_identity_provider_can_be_associated_and_disassociated(
    expect_error: ExpectError, eks: Any, create_cluster: Any
) -> None:
    name = create_cluster()["name"]
    oidc = {"identityProviderConfigName": "a", "issuerUrl": "https://a.example", "clientId": "k"}
    eks.associate_identity_provider_config(clusterName=name, oidc=oidc)
    provider_id = {"clusterName": name, "identityProviderConfig": {"type": "oidc", "name": "a"}}
    provider = eks.describe_identity_provider_config(**provider_id)["identityProviderConfig"]["oidc"]
    assert (provider["status"], provider["issuerUrl"]) == ("ACTIVE", "https://a.example")
    eks.disassociate_identity_provider_config(**provider_id)
    assert expect_error(eks.describe_identity_provider_config, **provider_id)[1] == 404


@pytest.mark.parametrize(
    ("principal", "fields"),
    [
        (f"arn:aws:iam::{ACCOUNT}:root", {}),
        (f"arn:aws:iam::{ACCOUNT}:group/people", {}),
        (f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS", {}),
        (ADMIN, {"type": "HUMAN"}),
        (ADMIN, {"username": "system:admin"}),
        (ADMIN, {"username": "iam:admin"}),
        (ADMIN, {"username": "admin-{{SessionName}}"}),
        (NODE_ROLE, {"type": "EC2_LINUX", "kubernetesGroups": ["builders"]}),
        (NODE_ROLE, {"type": "EC2", "username": "node"}),
        (f"arn:aws:iam::{ACCOUNT}:user/node", {"type": "EC2_LINUX"}),
        ("arn:aws:iam::999999999999:role/nodes", {"type": "HYBRID_LINUX"}),
    ],
)
def test_an_access_entry_that_eks_refuses(
    expect_error: ExpectError, eks: Any, create_cluster: Any, principal: str, fields: dict[str, Any]
) -> None:
    entry_id = {"clusterName": create_cluster()["name"], "principalArn": principal}
    assert expect_error(eks.create_access_entry, **entry_id, **fields) == ("InvalidParameterException", 400)


def test_an_access_entry_keeps_its_type_when_it_is_changed(
    expect_error: ExpectError, eks: Any, create_cluster: Any
) -> None:
    entry_id = {"clusterName": create_cluster()["name"], "principalArn": NODE_ROLE}
    eks.create_access_entry(**entry_id, type="EC2_LINUX")
    error = expect_error(eks.update_access_entry, **entry_id, kubernetesGroups=["a"])
    assert error == ("InvalidParameterException", 400)
    error = expect_error(
        eks.associate_access_policy, **entry_id, policyArn=VIEW, accessScope={"type": "cluster"}
    )
    assert error == ("InvalidRequestException", 400)


@pytest.mark.parametrize(
    "scope",
    [
        {"type": "namespace"},
        {"type": "namespace", "namespaces": ["Shop"]},
        {"type": "cluster", "namespaces": ["shop"]},
    ],
)
def test_a_scope_that_eks_refuses(
    expect_error: ExpectError, eks: Any, create_cluster: Any, scope: dict[str, Any]
) -> None:
    entry_id = {"clusterName": create_cluster()["name"], "principalArn": ADMIN}
    eks.create_access_entry(**entry_id)
    error = expect_error(eks.associate_access_policy, **entry_id, policyArn=VIEW, accessScope=scope)
    assert error == ("InvalidParameterException", 400)


OIDC = {
    "identityProviderConfigName": "corp",
    "issuerUrl": "https://login.example.com",
    "clientId": "kubernetes",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuerUrl": "http://login.example.com"},
        {"issuerUrl": "https://login.example.com?tenant=a"},
        {"usernamePrefix": "system:"},
        {"groupsPrefix": "a-system:b"},
        {"requiredClaims": {"a": "b" * 254}},
    ],
)
def test_an_identity_provider_that_eks_refuses(eks: Any, create_cluster: Any, wrong: dict[str, Any]) -> None:
    name = create_cluster()["name"]
    with pytest.raises((ClientError, ParamValidationError)) as error:
        eks.associate_identity_provider_config(clusterName=name, oidc={**OIDC, **wrong})
    assert "InvalidParameter" in str(error.value) or isinstance(error.value, ParamValidationError)
    assert eks.list_identity_provider_configs(clusterName=name)["identityProviderConfigs"] == []


def test_an_identity_provider_is_not_the_issuer_of_the_cluster(
    expect_error: ExpectError, eks: Any, create_cluster: Any
) -> None:
    cluster = create_cluster()
    own = {**OIDC, "issuerUrl": cluster["identity"]["oidc"]["issuer"]}
    error = expect_error(eks.associate_identity_provider_config, clusterName=cluster["name"], oidc=own)
    assert error == ("InvalidParameterException", 400)
