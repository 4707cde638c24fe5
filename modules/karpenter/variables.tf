variable "name" {
  description = "Name of the queue, with which the names of the event rules begin."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z_-]{1,43}$", var.name))
    error_message = "The name must be 1 to 43 letters, digits, hyphens and underscores."
  }
}

variable "cluster_name" {
  description = "Name of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$", var.cluster_name))
    error_message = "The cluster name must start with a letter or digit and hold at most 100 letters, digits, hyphens and underscores."
  }
}

variable "partition" {
  description = "AWS partition: aws, aws-cn, aws-us-gov or aws-eusc."
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
    condition     = can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "The region must be written like us-west-2."
  }
}

variable "account_id" {
  description = "Account of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must have twelve digits."
  }
}

variable "namespace" {
  description = "Namespace in which the controller runs, with the service account karpenter."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "The namespace must be at most 63 lowercase letters, digits and hyphens."
  }
}

variable "controller_role" {
  description = "IAM role of the controller: name, path, permissions boundary and tags."
  type = object({
    name                 = string
    path                 = string
    permissions_boundary = optional(string)
    tags                 = map(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.controller_role.name)) && can(regex("^/([\\x21-\\x7e]+/)?$", var.controller_role.path))
    error_message = "The role name must be 1 to 64 letters, digits or characters of +=,.@_-, and its path must start and end with a slash."
  }
}

variable "node_role" {
  description = "IAM role of the nodes: ARN of one that exists, or name, path, permissions boundary, policies besides those every node needs, inline policy (JSON) and tags of one that the module makes."
  type = object({
    arn                  = optional(string)
    name                 = string
    path                 = string
    permissions_boundary = optional(string)
    policy_arns          = set(string)
    policy               = optional(string)
    tags                 = map(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.node_role.name)) && can(regex("^/([\\x21-\\x7e]+/)?$", var.node_role.path))
    error_message = "The role name must be 1 to 64 letters, digits or characters of +=,.@_-, and its path must start and end with a slash."
  }

  validation {
    condition     = alltrue([for arn in setunion(compact([var.node_role.arn, var.node_role.permissions_boundary]), var.node_role.policy_arns) : startswith(arn, "arn:${var.partition}:iam::")])
    error_message = "The role, its boundary and its policies must be IAM ARNs of the partition."
  }
}

variable "subnet_ids" {
  description = "Zone => id of the subnet in which Karpenter starts nodes; it gets the tag by which Karpenter finds it. {} where an EC2NodeClass names its subnets."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in values(var.subnet_ids) : startswith(id, "subnet-")])
    error_message = "Every subnet id must start with \"subnet-\"."
  }
}

variable "security_group_id" {
  description = "Id of the security group of the nodes; it gets the tag by which Karpenter finds it."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.security_group_id, "sg-")
    error_message = "The id of the security group must start with \"sg-\"."
  }
}

variable "disk_keys" {
  description = "Any name => ARN of a KMS key with which disks of nodes are encrypted."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.disk_keys) : startswith(arn, "arn:${var.partition}:kms:")])
    error_message = "Disks are encrypted with a KMS key of the partition, given by its ARN."
  }
}

variable "cni_policy" {
  description = "Whether the role of the nodes has the permissions of the VPC CNI; else its service account has them."
  type        = bool
  nullable    = false
}

variable "ip_family" {
  description = "Address family of pods and services, ipv4 or ipv6."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["ipv4", "ipv6"], var.ip_family)
    error_message = "The address family must be ipv4 or ipv6."
  }
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
