variable "cluster_name" {
  description = "Name of the cluster whose Kubernetes API the users may use."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$", var.cluster_name))
    error_message = "The cluster name must start with a letter or digit and hold at most 100 letters, digits, hyphens and underscores."
  }
}

variable "oidc" {
  description = "OpenID Connect provider whose users may use the Kubernetes API. EKS replaces it for every change but that of its tags."
  type = object({
    name            = string
    issuer_url      = string
    client_id       = string
    username_claim  = optional(string)
    username_prefix = optional(string)
    groups_claim    = optional(string)
    groups_prefix   = optional(string)
    required_claims = map(string)
    tags            = map(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^https://[^?#]+$", var.oidc.issuer_url))
    error_message = "The issuer must be a URL that begins with https:// and has no query."
  }

  validation {
    condition     = alltrue([for prefix in [var.oidc.username_prefix, var.oidc.groups_prefix] : prefix == null || !can(regex("system:", prefix))])
    error_message = "EKS refuses prefixes with \"system:\"."
  }
}

variable "after" {
  description = "Values of whatever must stand before the provider; only their order is used."
  type        = list(string)
  nullable    = false
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
