"""Access from apply to destroy in the sandbox: entries and the OIDC provider change without losing anybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .applied_example import AppliedExample
from .conftest import Project

EDIT = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"
ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


def replace(project: Project, *changes: tuple[str, str]) -> None:
    text = project.spec.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    project.spec.write_text(text, "utf-8")


def role(project: Project, name: str) -> str:
    return f"arn:aws:iam::{project.account}:role/{name}"


def policies(project: Project, principal: str) -> dict[str, Any]:
    answer = project.client("eks").list_associated_access_policies(
        clusterName="teams", principalArn=principal
    )
    return {one["policyArn"]: one["accessScope"] for one in answer["associatedAccessPolicies"]}


class TestMultiTeamAccess(AppliedExample):
    name = "multi-team-access"

    def test_outputs_lead_to_a_kubeconfig(self, project: Project, tmp_path: Path) -> None:
        cluster = project.client("eks").describe_cluster(name="teams")["cluster"]
        endpoint = project.eksgen("output", "cluster_endpoint", "--format", "raw")
        assert cluster["endpoint"] in endpoint
        file = tmp_path / "kubeconfig"
        project.eksgen("kubeconfig", "--file", str(file), "--alias", "teams")
        written = yaml.safe_load(file.read_text("utf-8"))
        assert written["clusters"] == [
            {
                "name": cluster["arn"],
                "cluster": {
                    "certificate-authority-data": cluster["certificateAuthority"]["data"],
                    "server": cluster["endpoint"],
                },
            }
        ]
        assert (written["current-context"], file.stat().st_mode & 0o777) == ("teams", 0o600)
        before = file.read_bytes()
        project.eksgen("kubeconfig", "--file", str(file), "--alias", "teams")
        assert file.read_bytes() == before

    def test_another_scope_and_another_name_of_an_entry_lose_no_policy(self, project: Project) -> None:
        pipeline = role(project, "ShopPipeline")
        replace(project, ('[shop, "shop-*"]', "[shop]"), ("    deployer: #", "    pipeline: #"))
        project.eksgen("apply", "--yes")
        assert policies(project, pipeline) == {EDIT: {"type": "namespace", "namespaces": ["shop"]}}

    def test_a_removed_user_name_stays_until_another_is_written(self, project: Project) -> None:
        replace(project, ("      username: shop:{{SessionName}}\n", ""))
        assert "No changes" in project.eksgen("plan")
        entry = project.client("eks").describe_access_entry(
            clusterName="teams", principalArn=role(project, "teams/Shop")
        )["accessEntry"]
        assert entry["username"] == "shop:{{SessionName}}"

    def test_an_administrator_becomes_another_entry_and_keeps_its_own(self, project: Project) -> None:
        before = project.client("eks").describe_access_entry(
            clusterName="teams", principalArn=role(project, "security/Auditor")
        )["accessEntry"]
        auditor = f"      principal: {role(project, 'security/Auditor')}\n      policies: [{{name: AmazonEKSViewPolicy}}]\n"
        replace(
            project,
            (f"    auditors: # read everything but secrets\n{auditor}", ""),
            ("role/PlatformAdmin]", f"role/PlatformAdmin, {role(project, 'security/Auditor')}]"),
        )
        project.eksgen("apply", "--yes")
        after = project.client("eks").describe_access_entry(
            clusterName="teams", principalArn=role(project, "security/Auditor")
        )["accessEntry"]
        assert after["accessEntryArn"] == before["accessEntryArn"]
        assert policies(project, role(project, "security/Auditor")) == {
            ADMIN: {"type": "cluster", "namespaces": []}
        }

    def test_another_type_is_refused_at_its_line(self, project: Project) -> None:
        text = project.spec.read_text("utf-8")
        replace(project, ("type: ec2-linux", "type: ec2-windows"))
        try:
            refused = project.run("plan", project.spec.name, code=1)[1]
        finally:
            project.spec.write_text(text, "utf-8")
        assert "EKS cannot change the type of an access entry: ec2-linux to ec2-windows" in refused

    def test_drift_reports_groups_that_somebody_changed(self, project: Project) -> None:
        project.client("eks").update_access_entry(
            clusterName="teams", principalArn=role(project, "teams/Shop"), kubernetesGroups=["root-like"]
        )
        (finding,) = project.counted_findings(code=3)
        assert (finding["spec"]["field"], finding["level"]) == ("access.entries.shop.groups", "high")
        project.eksgen("apply", "--yes")
        assert project.counted_findings(code=0) == []


class TestOidc(AppliedExample):
    name = "oidc"

    def provider(self, project: Project) -> dict[str, Any]:
        answer: dict[str, Any] = project.client("eks").describe_identity_provider_config(
            clusterName="company-login", identityProviderConfig={"type": "oidc", "name": "company"}
        )
        return dict(answer["identityProviderConfig"]["oidc"])

    def test_the_provider_is_that_of_the_spec(self, project: Project) -> None:
        provider = self.provider(project)
        assert provider["issuerUrl"] == "https://login.example.com"
        assert (provider["groupsPrefix"], provider["requiredClaims"]) == (
            "company:",
            {"department": "engineering"},
        )

    def test_a_change_replaces_it_and_the_old_one_goes_first(self, project: Project) -> None:
        replace(project, ('usernamePrefix: "company:"', 'usernamePrefix: "corp:"'))
        plan = project.eksgen("plan")
        assert "identity provider is replaced, the old one goes first" in plan
        project.eksgen("apply", "--yes")
        assert self.provider(project)["usernamePrefix"] == "corp:"

    def test_drift_finds_a_provider_that_was_removed(self, project: Project) -> None:
        project.client("eks").disassociate_identity_provider_config(
            clusterName="company-login", identityProviderConfig={"type": "oidc", "name": "company"}
        )
        (finding,) = project.counted_findings(code=3)
        assert (finding["kind"], finding["level"]) == ("deleted-outside", "high")
        project.eksgen("apply", "--yes")
        assert project.counted_findings(code=0) == []
