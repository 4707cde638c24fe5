variable "cluster_name" {
  description = "Name of the cluster the capabilities belong to."
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

variable "capabilities" {
  description = "Key => capability: its name and type, the role that it acts with, further access policies of that role by key, what becomes of its objects on deletion, and the settings of Argo CD; EKS never changes the type, the name, the namespace and the instance of Identity Center."
  type = map(object({
    name = string
    type = string
    role = object({
      arn                  = optional(string)
      name                 = string
      path                 = string
      permissions_boundary = optional(string)
      policy_arns          = set(string)
      policy               = optional(string)
      tags                 = map(string)
    })
    access = map(object({
      policy_arn = string
      namespaces = set(string)
    }))
    delete_propagation_policy = string
    argo_cd = optional(object({
      idc_instance_arn = string
      idc_region       = optional(string)
      namespace        = string
      role_mappings    = map(list(object({ id = string, type = string })))
      vpc_endpoint_ids = set(string)
    }))
    tags = map(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for capability in values(var.capabilities) : can(regex("^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$", capability.name))])
    error_message = "The name of a capability starts with a letter or digit and holds at most 100 letters, digits, hyphens and underscores."
  }

  validation {
    condition     = length(distinct([for capability in values(var.capabilities) : capability.name])) == length(var.capabilities)
    error_message = "Every capability must have a name of its own."
  }

  validation {
    condition     = alltrue([for capability in values(var.capabilities) : contains(["ACK", "ARGOCD", "KRO"], capability.type)])
    error_message = "The type of a capability must be ACK, ARGOCD or KRO."
  }

  validation {
    condition     = length(distinct([for capability in values(var.capabilities) : capability.type])) == length(var.capabilities)
    error_message = "A cluster has one capability of each type."
  }

  validation {
    condition     = alltrue([for capability in values(var.capabilities) : (capability.type == "ARGOCD") == (capability.argo_cd != null)])
    error_message = "Argo CD needs its settings, and no other capability takes them."
  }

  validation {
    condition     = alltrue([for capability in values(var.capabilities) : capability.delete_propagation_policy == "RETAIN"])
    error_message = "EKS knows one deletion policy, RETAIN."
  }

  validation {
    condition = alltrue(flatten([for capability in values(var.capabilities) : capability.argo_cd == null ? [] : [
      for role, identities in capability.argo_cd.role_mappings : contains(["ADMIN", "EDITOR", "VIEWER"], role) && length(identities) > 0 && alltrue([for identity in identities : contains(["SSO_USER", "SSO_GROUP"], identity.type)])
    ]]))
    error_message = "A role of Argo CD is ADMIN, EDITOR or VIEWER, and is mapped to users (SSO_USER) or groups (SSO_GROUP)."
  }

  validation {
    condition = alltrue(flatten([for capability in values(var.capabilities) : capability.argo_cd == null ? [] : [
      for id in capability.argo_cd.vpc_endpoint_ids : startswith(id, "vpce-")
    ]]))
    error_message = "Every id of a VPC endpoint must start with \"vpce-\"."
  }

  validation {
    condition     = alltrue(flatten([for capability in values(var.capabilities) : [for arn in setunion(compact([capability.role.arn, capability.role.permissions_boundary]), capability.role.policy_arns) : startswith(arn, "arn:${var.partition}:iam::")]]))
    error_message = "The role of a capability, its boundary and its policies must be IAM ARNs of the partition."
  }

  validation {
    condition     = alltrue(flatten([for capability in values(var.capabilities) : [for policy in values(capability.access) : startswith(policy.policy_arn, "arn:${var.partition}:eks::aws:cluster-access-policy/")]]))
    error_message = "Access policies must be ARNs of EKS access policies of the partition."
  }
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
