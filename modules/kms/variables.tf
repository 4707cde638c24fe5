variable "alias" {
  description = "Alias of the key, without the leading \"alias/\"."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z/_-]{1,250}$", var.alias))
    error_message = "The alias must be 1 to 250 letters, digits or characters of /_-."
  }

  validation {
    condition     = !startswith(var.alias, "alias/") && !startswith(var.alias, "aws/")
    error_message = "The alias must not start with \"alias/\" (the module adds it) nor with \"aws/\" (AWS keeps that for itself)."
  }
}

variable "description" {
  description = "What the key is for, as the console shows it."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.description) >= 1 && length(var.description) <= 8192
    error_message = "The description must be 1 to 8192 characters long."
  }
}

variable "account_arn" {
  description = "ARN of the account's root, such as arn:aws:iam::111122223333:root; lets IAM policies of the account grant use of the key."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws(-cn|-us-gov|-eusc)?:iam::[0-9]{12}:root$", var.account_arn))
    error_message = "The account ARN must be written like arn:aws:iam::111122223333:root."
  }
}

variable "administrators" {
  description = "ARNs of the principals that may manage the key but not use it."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.administrators) > 0
    error_message = "A key needs at least one named administrator."
  }

  validation {
    condition     = alltrue([for arn in var.administrators : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:(iam|sts)::[0-9]{12}:", arn))])
    error_message = "Every administrator must be the ARN of an IAM principal."
  }
}

variable "services" {
  description = "AWS services that may use the key, each only for the given encryption context (context key => value or ARN pattern), and only for the resource with the source ARN if there is one; it may then also look at the key."
  type = map(object({
    principal          = string
    encryption_context = map(string)
    source_arn         = optional(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for service in values(var.services) : can(regex("^[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?$", service.principal))])
    error_message = "Every service must be a service principal such as logs.us-west-2.amazonaws.com."
  }

  validation {
    condition     = alltrue([for service in values(var.services) : length(service.encryption_context) > 0])
    error_message = "Every service must be bound to an encryption context, or it could use the key for anybody."
  }
}

variable "service_linked_roles" {
  description = "ARNs of service-linked roles that may use the key and grant its use to AWS resources; they need not exist yet."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.service_linked_roles) : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:iam::[0-9]{12}:role/aws-service-role/[^*?]+$", arn))])
    error_message = "Every service-linked role must be the ARN of one role under aws-service-role/."
  }
}

variable "deletion_window_days" {
  description = "Days between the order to delete the key and its end, 7 to 30; the order can be taken back until then."
  type        = number
  nullable    = false

  validation {
    condition     = var.deletion_window_days >= 7 && var.deletion_window_days <= 30 && floor(var.deletion_window_days) == var.deletion_window_days
    error_message = "The deletion window must be a whole number of days from 7 to 30."
  }
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
