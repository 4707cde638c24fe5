variable "cluster_name" {
  description = "Name of the cluster the add-ons belong to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$", var.cluster_name))
    error_message = "The cluster name must start with a letter or digit and hold at most 100 letters, digits, hyphens and underscores."
  }
}

variable "partition" {
  description = "AWS partition the policies of the service accounts must belong to: aws, aws-cn, aws-us-gov or aws-eusc."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["aws", "aws-cn", "aws-us-gov", "aws-eusc"], var.partition)
    error_message = "The partition must be aws, aws-cn, aws-us-gov or aws-eusc."
  }
}

variable "addons" {
  description = "Key => EKS add-on: name, version (none = EKS's default), configuration as JSON, whether its objects outlive it, who wins when a field was changed in the cluster, its namespace (none = EKS's default; needs the override file namespaces.tf), whether it waits for the other add-ons, the subnets and security groups of pods for its ENIConfigs (VPC CNI), the IAM roles of its service accounts that the module makes, the ARNs of those of other service accounts, and the ARN of the role that IRSA gives to its service account."
  type = map(object({
    name              = string
    version           = optional(string)
    configuration     = optional(string)
    preserve          = bool
    resolve_conflicts = string
    namespace         = optional(string)
    waits             = optional(bool, false)
    eni_config = optional(object({
      region             = string
      subnet_ids         = map(string)
      security_group_ids = list(string)
    }))
    tags = map(string)
    service_accounts = map(object({
      arn                  = optional(string)
      name                 = string
      path                 = string
      permissions_boundary = optional(string)
      policy_arns          = set(string)
      policy               = optional(string)
      tags                 = map(string)
    }))
    other_roles      = optional(map(string), {})
    service_role_arn = optional(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for addon in values(var.addons) : can(regex("^[0-9A-Za-z][0-9A-Za-z_-]*$", addon.name))])
    error_message = "An add-on name holds letters, digits, hyphens and underscores, such as vpc-cni."
  }

  validation {
    condition     = length(distinct([for addon in values(var.addons) : addon.name])) == length(var.addons)
    error_message = "An add-on can be installed once only."
  }

  validation {
    condition     = alltrue([for addon in values(var.addons) : addon.version == null ? true : can(regex("^v[0-9]+\\.[0-9]+\\.[0-9]+-[0-9A-Za-z.-]+$", addon.version))])
    error_message = "An add-on version must be written like v1.20.4-eksbuild.2."
  }

  validation {
    condition     = alltrue([for addon in values(var.addons) : addon.configuration == null ? true : can(keys(jsondecode(addon.configuration)))])
    error_message = "The configuration of an add-on must be a JSON object."
  }

  validation {
    condition     = alltrue([for addon in values(var.addons) : addon.namespace == null ? true : can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", addon.namespace))])
    error_message = "A namespace holds at most 63 lowercase letters, digits and hyphens."
  }

  validation {
    condition     = alltrue([for addon in values(var.addons) : contains(["OVERWRITE", "NONE", "PRESERVE"], addon.resolve_conflicts)])
    error_message = "Conflicts are resolved by OVERWRITE, NONE or PRESERVE."
  }

  validation {
    condition     = alltrue(flatten([for addon in values(var.addons) : [for account in values(addon.service_accounts) : can(regex("^[\\w+=,.@-]{1,64}$", account.name))]]))
    error_message = "The role name of a service account must be 1 to 64 letters, digits or characters of +=,.@_-."
  }

  validation {
    condition     = alltrue(flatten([for addon in values(var.addons) : [for account in values(addon.service_accounts) : [for arn in setunion(compact([account.arn, account.permissions_boundary]), account.policy_arns) : startswith(arn, "arn:${var.partition}:iam::")]]]))
    error_message = "The role of a service account, its boundary and its policies must be IAM ARNs of the partition."
  }
}

variable "after" {
  description = "Values of whatever must stand before the first add-on (node groups, earlier add-ons); only their order is used."
  type        = list(string)
  nullable    = false
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
