variable "cluster_name" {
  description = "Name of the cluster the profiles belong to."
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

variable "profiles" {
  description = "Key => Fargate profile: its name, the private subnets and the pods that run there, and the role with which Fargate pulls images; a change of anything but tags needs another name."
  type = map(object({
    name       = string
    subnet_ids = list(string)
    selectors = list(object({
      namespace = string
      labels    = map(string)
    }))
    role = object({
      arn                  = optional(string)
      name                 = string
      path                 = string
      permissions_boundary = optional(string)
      policy_arns          = set(string)
      policy               = optional(string)
      tags                 = map(string)
    })
    tags = map(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for profile in values(var.profiles) : can(regex("^[0-9A-Za-z][0-9A-Za-z_-]{0,62}$", profile.name)) && !startswith(profile.name, "eks-")])
    error_message = "The name of a profile holds at most 63 letters, digits, hyphens and underscores, and does not start with \"eks-\"."
  }

  validation {
    condition     = length(distinct([for profile in values(var.profiles) : profile.name])) == length(var.profiles)
    error_message = "Every profile must have a name of its own."
  }

  validation {
    condition     = alltrue([for profile in values(var.profiles) : length(profile.selectors) >= 1 && length(profile.selectors) <= 5 && alltrue([for selector in profile.selectors : length(selector.labels) <= 5])])
    error_message = "A profile has one to five selectors, each with at most five labels."
  }

  validation {
    condition     = alltrue(flatten([for profile in values(var.profiles) : [for id in profile.subnet_ids : startswith(id, "subnet-")]]))
    error_message = "Every subnet id must start with \"subnet-\"."
  }

  validation {
    condition     = alltrue(flatten([for profile in values(var.profiles) : [for arn in setunion(compact([profile.role.arn, profile.role.permissions_boundary]), profile.role.policy_arns) : startswith(arn, "arn:${var.partition}:iam::")]]))
    error_message = "The role of a profile, its boundary and its policies must be IAM ARNs of the partition."
  }
}

variable "after" {
  description = "Values of whatever must stand before the first profile; only their order is used."
  type        = list(string)
  nullable    = false
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
