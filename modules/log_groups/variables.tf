variable "groups" {
  description = "Key => log group: its name, how many days events are kept (0 = for ever), its class, and the KMS key that encrypts it (none = CloudWatch's own)."
  type = map(object({
    name           = string
    retention_days = number
    class          = string
    kms_key_arn    = optional(string)
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

variable "tags" {
  description = "Tags of every log group."
  type        = map(string)
  nullable    = false
}
