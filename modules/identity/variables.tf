variable "cluster_name" {
  description = "Name of the cluster the service accounts belong to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$", var.cluster_name))
    error_message = "The cluster name must start with a letter or digit and hold at most 100 letters, digits, hyphens and underscores."
  }
}

variable "partition" {
  description = "AWS partition the roles and policies must belong to: aws, aws-cn, aws-us-gov or aws-eusc."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["aws", "aws-cn", "aws-us-gov", "aws-eusc"], var.partition)
    error_message = "The partition must be aws, aws-cn, aws-us-gov or aws-eusc."
  }
}

variable "region" {
  description = "Region of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must be written like us-west-2."
  }
}

variable "account_id" {
  description = "AWS account of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account must be given by its twelve digits."
  }
}

variable "oidc_issuer" {
  description = "URL of the cluster's OpenID Connect issuer."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.oidc_issuer, "https://")
    error_message = "The issuer is a URL that starts with https://."
  }
}

variable "oidc_audiences" {
  description = "Audiences of the tokens that IAM trusts; without any, the cluster has no IAM OIDC provider."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.oidc_audiences) <= 100
    error_message = "IAM accepts at most 100 audiences of a provider."
  }
}

variable "accounts" {
  description = "NAMESPACE/NAME => service account: whether IAM trusts its tokens (irsa) or EKS Pod Identity delivers its role, whether the module makes its association, its role, its inline policies by name, the role that EKS assumes with it, and whether sessions have tags."
  type = map(object({
    namespace   = string
    name        = string
    irsa        = bool
    association = bool
    role = object({
      arn                  = optional(string)
      name                 = string
      path                 = string
      permissions_boundary = optional(string)
      policy_arns          = set(string)
      tags                 = map(string)
    })
    policies        = map(string)
    target_role_arn = optional(string)
    session_tags    = bool
  }))
  nullable = false

  validation {
    condition     = alltrue([for key, account in var.accounts : key == "${account.namespace}/${account.name}"])
    error_message = "The key of a service account is its namespace and its name, such as shop/uploader."
  }

  validation {
    condition     = alltrue([for account in values(var.accounts) : can(regex("^[0-9A-Za-z_+=,.@-]{1,64}$", account.role.name))])
    error_message = "The name of a role must be 1 to 64 letters, digits or characters of +=,.@_-."
  }

  validation {
    condition     = alltrue([for account in values(var.accounts) : !(account.irsa && account.association)])
    error_message = "A service account with irsa has no association."
  }

  validation {
    condition     = alltrue([for account in values(var.accounts) : length(var.oidc_audiences) > 0 || !account.irsa])
    error_message = "A service account with irsa needs the OIDC provider, and so audiences."
  }

  validation {
    condition     = alltrue(flatten([for account in values(var.accounts) : [for arn in setunion(compact([account.role.arn, account.role.permissions_boundary, account.target_role_arn]), account.role.policy_arns) : startswith(arn, "arn:${var.partition}:iam::")]]))
    error_message = "The roles of a service account, its boundary and its policies must be IAM ARNs of the partition."
  }
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
