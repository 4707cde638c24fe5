"""Names that HCP Terraform and Terraform Enterprise accept, and how Terraform writes their hosts.

Sources (read 2026-11-30): hashicorp/terraform-provider-tfe, resource_tfe_project.go (3 to 40 characters, the
pattern of projects) and resource_tfe_workspace.go (the pattern of workspaces); HCP Terraform documentation,
"Create workspaces" (90 characters; not tried on the service) and "Organizations"; hashicorp/terraform-svchost
(a host is compared in lower case, in Punycode and without port 443). The length of an organization's name is
not documented: 128 only bounds it. `project` in the `workspaces` block came with Terraform 1.6 (its
changelog), before any version that the modules work with.
"""

HOST = "app.terraform.io"
ORGANIZATION_LENGTH = 128
WORKSPACE_LENGTH = 90
PROJECT_LENGTHS = (3, 40)
