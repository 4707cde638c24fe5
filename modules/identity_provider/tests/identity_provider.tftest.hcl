mock_provider "aws" {}

variables {
  cluster_name = "demo"
  oidc = {
    name            = "corp"
    issuer_url      = "https://login.example.com"
    client_id       = "kubernetes"
    username_claim  = "email"
    groups_claim    = "groups"
    groups_prefix   = "corp:"
    required_claims = { department = "platform" }
    tags            = { owner = "security" }
  }
  after = []
  tags  = { team = "platform" }
}

run "an_identity_provider_lets_its_users_in" {
  command = plan

  assert {
    condition     = aws_eks_identity_provider_config.this.oidc[0].issuer_url == "https://login.example.com" && aws_eks_identity_provider_config.this.oidc[0].groups_prefix == "corp:" && aws_eks_identity_provider_config.this.oidc[0].username_prefix == null
    error_message = "The provider must be the given one."
  }

  assert {
    condition     = aws_eks_identity_provider_config.this.oidc[0].required_claims == tomap({ department = "platform" }) && aws_eks_identity_provider_config.this.tags == tomap({ owner = "security", team = "platform" })
    error_message = "The claims and the tags must be the given ones."
  }
}

run "refuses_an_identity_provider_that_eks_refuses" {
  command = plan

  variables {
    cluster_name = "-demo"
    oidc         = { name = "corp", issuer_url = "http://login.example.com", client_id = "k8s", groups_prefix = "system:", required_claims = {}, tags = {} }
  }

  expect_failures = [var.cluster_name, var.oidc]
}
