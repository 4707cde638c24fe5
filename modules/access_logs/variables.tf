variable "kind" {
  description = "Kind of the load balancer that writes: network, application or classic."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["network", "application", "classic"], var.kind)
    error_message = "The kind must be network, application or classic."
  }
}

variable "access_logs" {
  description = "What the load balancer is told of its logs: a prefix in the bucket."
  type = object({
    prefix = optional(string)
  })
  nullable = false

  validation {
    condition     = var.access_logs.prefix == null ? true : !can(regex("^/|/$|AWSLogs", var.access_logs.prefix))
    error_message = "A prefix has no slash at its start or end, and not the word AWSLogs."
  }
}

variable "log_bucket" {
  description = "The bucket to make: its name, the partition, region and account, the account of Elastic Load Balancing that writes in this region (none where the service itself writes), and the days until logs expire."
  type = object({
    name           = string
    partition      = string
    region         = string
    account_id     = string
    writer_account = optional(string)
    expiry_days    = optional(number)
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.log_bucket.name))
    error_message = "The name of a bucket must be 3 to 63 lowercase letters, digits, hyphens and dots."
  }

  validation {
    condition     = var.log_bucket.expiry_days == null ? true : var.log_bucket.expiry_days >= 1
    error_message = "Logs must be kept for a day at least."
  }
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
