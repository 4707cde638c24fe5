variable "name" {
  description = "Name of the trail."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z]+([._-][0-9A-Za-z]+)*$", var.name)) && length(var.name) >= 3 && length(var.name) <= 128
    error_message = "The name must be 3 to 128 letters and digits in words joined by one of . _ or -."
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
  description = "Region of the trail."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "The region must be written like us-west-2."
  }
}

variable "account_id" {
  description = "Account of the trail."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must have twelve digits."
  }
}

variable "bucket" {
  description = "Bucket of the log files, and whether the module makes it; the policy of one that exists must let CloudTrail write."
  type = object({
    name = string
    make = bool
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket.name))
    error_message = "The name of the bucket must be 3 to 63 lowercase letters, digits, dots and hyphens."
  }
}

variable "kms_key_arn" {
  description = "KMS key of the log files; none = the key of S3."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:kms:", var.kms_key_arn))
    error_message = "The key must be the ARN of a KMS key."
  }
}

variable "multi_region" {
  description = "Record the calls in all regions."
  type        = bool
  nullable    = false
}

variable "cloudwatch" {
  description = "\"this\" => log group that also gets the events, and the role that writes to it: name, path, permissions boundary and tags. {} = none."
  type = map(object({
    group_arn = string
    role = object({
      name                 = string
      path                 = string
      permissions_boundary = optional(string)
      tags                 = map(string)
    })
  }))
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.cloudwatch), ["this"])) == 0
    error_message = "A trail has one log group, under the key \"this\"."
  }

  validation {
    condition     = alltrue([for cloudwatch in values(var.cloudwatch) : can(regex("^[\\w+=,.@-]{1,64}$", cloudwatch.role.name)) && can(regex("^/([\\x21-\\x7e]+/)?$", cloudwatch.role.path))])
    error_message = "The role name must be 1 to 64 letters, digits or characters of +=,.@_-, and its path must start and end with a slash."
  }
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
