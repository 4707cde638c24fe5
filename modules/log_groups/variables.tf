variable "groups" {
  description = "Key => log group: its name, how many days events are kept (0 = for ever), its class, the KMS key that encrypts it (none = CloudWatch's own), and whether it stays when Terraform destroys the rest."
  type = map(object({
    name            = string
    retention_days  = number
    class           = string
    kms_key_arn     = optional(string)
    keep_on_destroy = optional(bool, false)
  }))
  nullable = false

  validation {
    condition     = alltrue([for group in values(var.groups) : can(regex("^[0-9A-Za-z_/.#-]{1,512}$", group.name)) && !startswith(group.name, "aws/")])
    error_message = "A log group name must be 1 to 512 letters, digits or characters of _/.#- and must not start with \"aws/\"."
  }

  validation {
    condition     = length(distinct([for group in values(var.groups) : group.name])) == length(var.groups)
    error_message = "Two log groups must not have the same name."
  }

  validation {
    condition = alltrue([for group in values(var.groups) : contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      group.retention_days,
    )])
    error_message = "The retention of a log group must be a number of days CloudWatch accepts: 0 (for ever), 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }

  validation {
    condition     = alltrue([for group in values(var.groups) : contains(["STANDARD", "INFREQUENT_ACCESS"], group.class)])
    error_message = "The class of a log group must be STANDARD or INFREQUENT_ACCESS."
  }

  validation {
    condition     = alltrue([for group in values(var.groups) : group.kms_key_arn == null ? true : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:kms:", group.kms_key_arn))])
    error_message = "The key of a log group must be the ARN of a KMS key."
  }
}

variable "subscriptions" {
  description = "Name => subscription: key of the log group, ARN of the destination, which events are sent (\"\" = all), and what the destination needs: the permission of a Lambda function, or the role that writes to a stream."
  type = map(object({
    group           = string
    destination_arn = string
    filter_pattern  = string
    function = optional(object({
      arn        = string
      qualifier  = optional(string)
      principal  = string
      account_id = string
    }))
    role = optional(object({
      name                 = string
      path                 = string
      permissions_boundary = optional(string)
      tags                 = map(string)
      principal            = string
      actions              = set(string)
      source_arn           = string
    }))
  }))
  nullable = false

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : contains(keys(var.groups), subscription.group)])
    error_message = "A subscription must name the key of a log group."
  }

  validation {
    condition     = alltrue([for group in keys(var.groups) : length([for subscription in values(var.subscriptions) : subscription.group if subscription.group == group]) <= 2])
    error_message = "A log group takes two subscriptions at most."
  }

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : try(var.groups[subscription.group].class, "STANDARD") == "STANDARD"])
    error_message = "A log group of the class INFREQUENT_ACCESS takes no subscriptions."
  }

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:(lambda|kinesis|firehose|logs):", subscription.destination_arn)) && length(subscription.filter_pattern) <= 1024])
    error_message = "The destination must be the ARN of a Lambda function, a Kinesis or Firehose stream, or a destination of CloudWatch Logs, and the filter pattern at most 1024 characters."
  }

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : !strcontains(subscription.destination_arn, ":lambda:") || subscription.function != null]) && alltrue([for subscription in values(var.subscriptions) : !can(regex(":(kinesis|firehose):", subscription.destination_arn)) || subscription.role != null])
    error_message = "A Lambda function needs its permission, and a stream the role that writes to it."
  }
}

variable "tags" {
  description = "Tags of every log group."
  type        = map(string)
  nullable    = false
}
