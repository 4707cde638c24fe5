variable "repositories" {
  description = "Name => repository: whether images are scanned when they are pushed, whether a tag can be pushed once only, the KMS key (none = the key of S3), and tags."
  type = map(object({
    scan_on_push   = bool
    immutable_tags = bool
    kms_key_arn    = optional(string)
    tags           = map(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.repositories) : can(regex("^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", name)) && length(name) >= 2 && length(name) <= 256])
    error_message = "A repository name must be 2 to 256 lowercase letters and digits in words joined by one of . _ - or /."
  }

  validation {
    condition     = alltrue([for repository in values(var.repositories) : repository.kms_key_arn == null ? true : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:kms:", repository.kms_key_arn))])
    error_message = "The key of a repository must be the ARN of a KMS key."
  }
}

variable "expiry" {
  description = "Name of a repository => how many of its images are kept, and after how many days one without a tag is deleted (none = all, never). A repository that is left out keeps every image."
  type = map(object({
    keep_last     = optional(number)
    untagged_days = optional(number)
  }))
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.expiry), keys(var.repositories))) == 0
    error_message = "Expiry must be that of a repository."
  }

  validation {
    condition     = alltrue([for expiry in values(var.expiry) : length(concat(expiry.keep_last[*], expiry.untagged_days[*])) > 0 && alltrue([for number in concat(expiry.keep_last[*], expiry.untagged_days[*]) : number >= 1 && floor(number) == number])])
    error_message = "The number of images or of days must be given, as a whole number from 1."
  }
}

variable "pull_from" {
  description = "Name of a repository => ARNs of the accounts, roles and users that may pull its images, besides those of this account."
  type        = map(set(string))
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.pull_from), keys(var.repositories))) == 0
    error_message = "Whoever may pull must do so from a repository."
  }

  validation {
    condition     = alltrue([for arns in values(var.pull_from) : length(arns) > 0 && alltrue([for arn in arns : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:iam::[0-9]{12}:(root|(role|user)/[^*?]+)$", arn))])])
    error_message = "Whoever may pull must be the ARN of an account, a role or a user, without wildcards."
  }
}

variable "tags" {
  description = "Tags of every repository."
  type        = map(string)
  nullable    = false
}
