"""Codes of findings in `terraform.backend`."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "cloud-account": Code(
        "Nothing binds remote runs to the AWS account of the cluster.",
        "Runs in HCP Terraform have credentials of their own, whatever account you are signed in to. Only "
        "`allowed_account_ids` in the compiled folder refuses those of another account, and it is there only "
        "with `metadata.accountId`.",
        "Write `metadata.accountId`.",
        """
terraform:
  backend:
    cloud: {organization: acme}
""",
        """
metadata: {name: demo, region: us-west-2, accountId: "111122223333"}
terraform:
  backend:
    cloud: {organization: acme}
""",
        level="warning",
    ),
    "cloud-credentials": Code(
        "A role or profile is named beside `terraform.backend.cloud`.",
        "A run in HCP Terraform has no AWS profiles, and a role that the provider assumes contradicts the "
        "temporary credentials that the workspace gives the run.",
        "Delete the field, and set `TFC_AWS_PROVIDER_AUTH` and `TFC_AWS_RUN_ROLE_ARN` in the workspace or in "
        "a variable set.",
        """
metadata: {name: demo, region: us-west-2, accountId: "111122223333"}
terraform:
  assumeRole: arn:aws:iam::111122223333:role/Deploy
  backend:
    cloud: {organization: acme}
""",
        """
metadata: {name: demo, region: us-west-2, accountId: "111122223333"}
terraform:
  backend:
    cloud: {organization: acme}
""",
    ),
    "two-backends": Code(
        "Two backends are configured.",
        "Terraform stores its state in one backend.",
        "Delete one of the two.",
        """
terraform:
  backend:
    s3: {bucket: acme-state, key: demo.tfstate}
    local: {path: demo.tfstate}
""",
        """
terraform:
  backend:
    s3: {bucket: acme-state, key: demo.tfstate}
""",
    ),
    "unknown-placeholder": Code(
        "The key, path or workspace of a backend contains an unknown placeholder.",
        "Only the name, the region and the account of the cluster can be filled in.",
        "Write `{name}`, `{region}` or `{accountId}`, or remove the braces.",
        """
terraform:
  backend:
    s3: {bucket: acme-state, key: "eks/{cluster}.tfstate"}
""",
        """
terraform:
  backend:
    s3: {bucket: acme-state, key: "eks/{name}.tfstate"}
""",
    ),
}

FORMS: dict[str, Code] = {
    "invalid-host": Code(
        "A value is not a host.",
        "Terraform looks for its API at `https://HOST/.well-known/terraform.json`, and for the token under "
        "the name of the host. It compares hosts in lower case and in Punycode.",
        "Write the host alone, with its port if it is not 443. Never write credentials into a spec.",
        """
metadata: {name: demo, region: us-west-2, accountId: "111122223333"}
terraform:
  backend:
    cloud: {organization: acme, hostname: "https://tfe.example.com/app"}
""",
        """
metadata: {name: demo, region: us-west-2, accountId: "111122223333"}
terraform:
  backend:
    cloud: {organization: acme, hostname: tfe.example.com}
""",
    ),
}
