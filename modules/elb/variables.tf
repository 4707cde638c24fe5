variable "name" {
  description = "Name of the load balancer, one of its own in the region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z]([0-9A-Za-z-]{0,30}[0-9A-Za-z])?$", var.name)) && !startswith(var.name, "internal-")
    error_message = "The name must be at most 32 letters, digits and hyphens, start and end with a letter or digit, and not start with \"internal-\"."
  }
}

variable "kind" {
  description = "Kind of load balancer: network, application or classic."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["network", "application", "classic"], var.kind)
    error_message = "The kind must be network, application or classic."
  }
}

variable "internal" {
  description = "Whether it has private addresses only."
  type        = bool
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "The VPC id must start with \"vpc-\"."
  }
}

variable "subnet_ids" {
  description = "Ids of the subnets it stands in, one a zone."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= (var.kind == "application" ? 2 : 1)
    error_message = "A load balancer needs a subnet, and an application load balancer two in different zones."
  }

  validation {
    condition     = alltrue([for id in var.subnet_ids : startswith(id, "subnet-")])
    error_message = "Every subnet id must start with \"subnet-\"."
  }
}

variable "listeners" {
  description = "Port as text => listener: protocol (TCP, TLS, UDP, TCP_UDP, HTTP, HTTPS, SSL), certificates and TLS policy, and either a redirect to HTTPS or what is behind it: the target group of the same key, on a classic load balancer a port and protocol."
  type = map(object({
    port                        = number
    protocol                    = string
    certificate_arn             = optional(string)
    additional_certificate_arns = optional(set(string), [])
    ssl_policy                  = optional(string)
    redirect_https              = bool
    target_port                 = optional(number)
    target_protocol             = optional(string)
  }))
  nullable = false

  validation {
    condition     = length(var.listeners) > 0
    error_message = "A load balancer needs at least one listener."
  }

  validation {
    condition     = alltrue([for key, listener in var.listeners : key == tostring(listener.port) && listener.port >= 1 && listener.port <= 65535])
    error_message = "Every listener must be keyed by its port, a number from 1 to 65535."
  }

  validation {
    condition = alltrue([for listener in values(var.listeners) : contains(
      {
        network     = ["TCP", "TLS", "UDP", "TCP_UDP"]
        application = ["HTTP", "HTTPS"]
        classic     = ["TCP", "SSL", "HTTP", "HTTPS"]
      }[var.kind],
      listener.protocol,
    )])
    error_message = "Listeners speak TCP, TLS, UDP or TCP_UDP on a network load balancer, HTTP or HTTPS on an application load balancer, TCP, SSL, HTTP or HTTPS on a classic one."
  }

  validation {
    condition     = alltrue([for listener in values(var.listeners) : contains(["TLS", "HTTPS", "SSL"], listener.protocol) ? listener.certificate_arn != null : listener.certificate_arn == null])
    error_message = "A listener needs a certificate for TLS, HTTPS and SSL, and takes none for the other protocols."
  }

  validation {
    condition     = alltrue([for listener in values(var.listeners) : listener.certificate_arn == null ? true : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:(acm|iam):", listener.certificate_arn))])
    error_message = "A certificate must be the ARN of an ACM or IAM certificate."
  }

  validation {
    condition     = alltrue([for listener in values(var.listeners) : contains(["TLS", "HTTPS", "SSL"], listener.protocol) || listener.ssl_policy == null])
    error_message = "Only a TLS, HTTPS or SSL listener takes a TLS policy."
  }

  validation {
    condition     = alltrue([for listener in values(var.listeners) : !listener.redirect_https || (var.kind == "application" && listener.protocol == "HTTP")])
    error_message = "Only an HTTP listener of an application load balancer can redirect to HTTPS."
  }

  validation {
    condition     = !anytrue([for listener in values(var.listeners) : listener.redirect_https]) || anytrue([for listener in values(var.listeners) : listener.protocol == "HTTPS"])
    error_message = "A redirect to HTTPS needs an HTTPS listener to go to."
  }

  validation {
    condition     = alltrue([for listener in values(var.listeners) : listener.redirect_https || var.kind != "classic" ? true : try(listener.target_port >= 1 && listener.target_port <= 65535, false)])
    error_message = "A listener of a classic load balancer needs a target port from 1 to 65535."
  }

  validation {
    condition = alltrue([for listener in values(var.listeners) : listener.redirect_https ? true : try(contains(
      {
        "network/TCP"       = ["TCP", "TCP_UDP"]
        "network/TLS"       = ["TCP", "TLS"]
        "network/UDP"       = ["UDP", "TCP_UDP"]
        "network/TCP_UDP"   = ["TCP_UDP"]
        "application/HTTP"  = ["HTTP", "HTTPS"]
        "application/HTTPS" = ["HTTP", "HTTPS"]
        "classic/TCP"       = ["TCP", "SSL"]
        "classic/SSL"       = ["TCP", "SSL"]
        "classic/HTTP"      = ["HTTP", "HTTPS"]
        "classic/HTTPS"     = ["HTTP", "HTTPS"]
      }["${var.kind}/${listener.protocol}"],
      listener.target_protocol,
    ), false)])
    error_message = "The protocol towards the targets must be on the same layer as the listener's: TCP, UDP or TCP_UDP stay as they are, TLS and SSL go on as TCP or encrypted, HTTP and HTTPS as either of the two."
  }

  validation {
    condition     = alltrue([for key, listener in var.listeners : listener.redirect_https || var.kind == "classic" || contains(keys(var.target_groups), key)])
    error_message = "A listener that does not redirect needs the target group of its key."
  }

  validation {
    condition     = alltrue([for listener in values(var.listeners) : length(listener.additional_certificate_arns) == 0 || (var.kind != "classic" && listener.certificate_arn != null && !contains(listener.additional_certificate_arns, coalesce(listener.certificate_arn, "none")))])
    error_message = "Only a TLS or HTTPS listener of a network or application load balancer takes further certificates, which differ from its own."
  }
}

variable "target_groups" {
  description = "Port of a listener, or what rules send requests to => target group: name, port and protocol, whether instances of node groups (named here, their Auto Scaling groups in targets) or IP addresses are in it, and protocol and port of the health check (traffic-port for the port itself). None on a classic load balancer."
  type = map(object({
    name                  = string
    port                  = number
    protocol              = string
    target_type           = string
    node_groups           = set(string)
    health_check_protocol = string
    health_check_port     = string
  }))
  nullable = false

  validation {
    condition     = var.kind != "classic" || length(var.target_groups) == 0
    error_message = "A classic load balancer has no target groups."
  }

  validation {
    condition     = alltrue([for target_group in values(var.target_groups) : can(regex("^[0-9A-Za-z]([0-9A-Za-z-]{0,30}[0-9A-Za-z])?$", target_group.name))])
    error_message = "The name of a target group must be at most 32 letters, digits and hyphens, and start and end with a letter or digit."
  }

  validation {
    condition     = alltrue([for target_group in values(var.target_groups) : target_group.port >= 1 && target_group.port <= 65535])
    error_message = "The port of a target group must lie between 1 and 65535."
  }

  validation {
    condition     = alltrue([for target_group in values(var.target_groups) : contains(var.kind == "network" ? ["TCP", "TLS", "UDP", "TCP_UDP"] : ["HTTP", "HTTPS"], target_group.protocol)])
    error_message = "Targets of a network load balancer get TCP, TLS, UDP or TCP_UDP, those of an application load balancer HTTP or HTTPS."
  }

  validation {
    condition     = alltrue([for target_group in values(var.target_groups) : contains(["instance", "ip"], target_group.target_type) && (target_group.target_type == "instance" || length(target_group.node_groups) == 0)])
    error_message = "The target type must be instance, or ip without node groups."
  }

  validation {
    condition     = alltrue([for target_group in values(var.target_groups) : contains(var.kind == "network" ? ["TCP", "HTTP", "HTTPS"] : ["HTTP", "HTTPS"], target_group.health_check_protocol)])
    error_message = "Health is checked by HTTP or HTTPS; a network load balancer also knows TCP."
  }
}

variable "rules" {
  description = "Port/priority => rule of an application load balancer: the port of its listener, its priority, the hosts, paths and headers that must match, and the keys of target groups with their weights."
  type = map(object({
    listener_port = number
    priority      = number
    hosts         = set(string)
    paths         = set(string)
    headers       = map(set(string))
    targets       = map(number)
  }))
  nullable = false

  validation {
    condition     = var.kind == "application" || length(var.rules) == 0
    error_message = "Only an application load balancer has rules."
  }

  validation {
    condition     = alltrue([for key, rule in var.rules : key == "${rule.listener_port}/${rule.priority}" && rule.priority >= 1 && rule.priority <= 50000])
    error_message = "Every rule must be keyed by the port of its listener and its priority, a number from 1 to 50000."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : length(rule.hosts) + length(rule.paths) + length(rule.headers) > 0])
    error_message = "A rule needs a host, a path or a header."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : sum(concat([length(rule.hosts), length(rule.paths)], [for values in values(rule.headers) : length(values)])) <= 5])
    error_message = "The conditions of a rule have at most 5 values together."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : length(rule.targets) >= 1 && length(rule.targets) <= 5 && alltrue([for weight in values(rule.targets) : weight >= 0 && weight <= 999])])
    error_message = "A rule sends requests to 1 to 5 target groups, with weights from 0 to 999."
  }
}

variable "health_check" {
  description = "How targets are found healthy: path (HTTP and HTTPS only), seconds between two checks and until one fails, and how many in a row turn a target; protocol and port are those of a classic load balancer, which has no target groups."
  type = object({
    protocol  = string
    port      = optional(number)
    path      = optional(string)
    interval  = number
    timeout   = number
    healthy   = number
    unhealthy = number
  })
  nullable = false

  validation {
    condition = contains(
      {
        network     = ["TCP", "HTTP", "HTTPS"]
        application = ["HTTP", "HTTPS"]
        classic     = ["TCP", "SSL", "HTTP", "HTTPS"]
      }[var.kind],
      var.health_check.protocol,
    )
    error_message = "Health is checked by HTTP or HTTPS; a network load balancer also knows TCP, a classic one TCP and SSL."
  }

  validation {
    condition     = var.health_check.port == null ? var.kind != "classic" : var.health_check.port >= 1 && var.health_check.port <= 65535
    error_message = "The health check port must lie between 1 and 65535; a classic load balancer needs one."
  }

  validation {
    condition     = contains(["HTTP", "HTTPS"], var.health_check.protocol) ? can(regex("^/[^[:space:]]{0,999}$", var.health_check.path)) : var.health_check.path == null
    error_message = "An HTTP or HTTPS health check needs a path that starts with a slash; the others take none."
  }

  validation {
    condition     = var.health_check.interval >= 5 && var.health_check.interval <= 300
    error_message = "The health check interval must lie between 5 and 300 seconds."
  }

  validation {
    condition     = var.health_check.timeout >= 2 && var.health_check.timeout <= 120 && var.health_check.timeout < var.health_check.interval
    error_message = "The health check timeout must lie between 2 and 120 seconds and be shorter than the interval."
  }

  validation {
    condition     = alltrue([for threshold in [var.health_check.healthy, var.health_check.unhealthy] : threshold >= 2 && threshold <= 10])
    error_message = "The health check thresholds must lie between 2 and 10."
  }
}

variable "targets" {
  description = "Name of the node group => name of its Auto Scaling group, whose instances get the traffic."
  type        = map(string)
  nullable    = false
}

variable "node_security_group_id" {
  description = "Id of the security group of the nodes; it gets the rules that let this load balancer in."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.node_security_group_id, "sg-")
    error_message = "The security group id must start with \"sg-\"."
  }
}

variable "sources" {
  description = "From where the listeners may be reached: ranges, IPv4 or IPv6, security groups and prefix lists."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.sources) > 0
    error_message = "Without a source to be reached from the load balancer is of no use."
  }

  validation {
    condition     = alltrue([for source in var.sources : can(cidrhost(source, 0)) || can(regex("^(sg|pl)-", source))])
    error_message = "Every source of the listeners must be a CIDR, a security group or a prefix list."
  }
}

variable "additional_security_group_ids" {
  description = "Ids of security groups that it has besides its own."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.additional_security_group_ids) <= 4 && alltrue([for id in var.additional_security_group_ids : startswith(id, "sg-")])
    error_message = "It takes at most 4 further security groups, whose ids start with \"sg-\"."
  }
}

variable "cross_zone" {
  description = "Whether every zone's address sends to the targets of all zones; an application load balancer always does."
  type        = bool
  nullable    = false
}

variable "draining" {
  description = "Whether a target that leaves may finish its connections, and for how many seconds at most."
  type = object({
    enabled = bool
    timeout = number
  })
  nullable = false

  validation {
    condition     = var.draining.timeout >= 1 && var.draining.timeout <= 3600
    error_message = "Draining must take 1 to 3600 seconds."
  }
}

variable "idle_timeout" {
  description = "Seconds after which a silent connection is closed; on a network load balancer those of TCP listeners only, the others being fixed by AWS. None keeps AWS's default."
  type        = number
  default     = null

  validation {
    condition     = var.idle_timeout == null ? true : var.idle_timeout >= (var.kind == "network" ? 60 : 1) && var.idle_timeout <= (var.kind == "network" ? 6000 : 4000)
    error_message = "The idle timeout must lie between 1 and 4000 seconds, on a network load balancer between 60 and 6000."
  }
}

variable "proxy_protocol" {
  description = "Whether the client's address is put in front of each connection by the PROXY protocol: version 2 on a network load balancer, version 1 on a classic one."
  type        = bool
  nullable    = false

  validation {
    condition     = !var.proxy_protocol || var.kind != "application"
    error_message = "An application load balancer has no PROXY protocol; it sends X-Forwarded-For."
  }
}

variable "preserve_client_ip" {
  description = "Whether targets of a network load balancer see the client's own address; UDP always does, the other kinds never do."
  type        = bool
  nullable    = false
}

variable "stickiness" {
  description = "Whether clients stay with a target: by the cookie named here, else by one of the load balancer, valid for some seconds; on a network load balancer by their address. None turns it off."
  type = object({
    cookie   = optional(string)
    duration = optional(number)
  })
  default = null

  validation {
    condition     = var.stickiness == null || var.kind != "network" ? true : var.stickiness.cookie == null && var.stickiness.duration == null
    error_message = "A network load balancer knows no cookies."
  }

  validation {
    condition     = var.stickiness == null || var.kind != "classic" ? true : var.stickiness.cookie == null || var.stickiness.duration == null
    error_message = "On a classic load balancer, a cookie of the application lasts as long as the application says."
  }

  validation {
    condition     = try(var.stickiness.duration, null) == null ? true : var.stickiness.duration >= 1 && var.stickiness.duration <= 604800
    error_message = "A cookie must be valid for 1 to 604800 seconds."
  }
}

variable "access_logs" {
  description = "Where requests are logged: a bucket (none for log_bucket), a prefix in it, and on a classic load balancer the minutes between two logs. None turns it off."
  type = object({
    bucket   = optional(string)
    prefix   = optional(string)
    interval = optional(number)
  })
  default = null

  validation {
    condition     = var.access_logs == null ? true : (var.access_logs.bucket == null) != (var.log_bucket == null)
    error_message = "Access logs need either a bucket that exists or a log_bucket."
  }

  validation {
    condition     = var.access_logs == null ? true : var.kind == "classic" ? contains([5, 60], coalesce(var.access_logs.interval, 0)) : var.access_logs.interval == null
    error_message = "A classic load balancer logs every 5 or 60 minutes; the others have no choice."
  }
}

variable "log_bucket" {
  description = "The bucket to make for access logs: its name, the partition, region and account, the account of Elastic Load Balancing that writes in this region (none where the service itself writes), and the days until logs expire (none = never). None makes no bucket."
  type = object({
    name           = string
    partition      = string
    region         = string
    account_id     = string
    writer_account = optional(string)
    expiry_days    = optional(number)
  })
  default = null

  validation {
    condition     = var.log_bucket == null ? true : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.log_bucket.name))
    error_message = "The name of a bucket must be 3 to 63 lowercase letters, digits, hyphens and dots."
  }

  validation {
    condition     = try(var.log_bucket.expiry_days, null) == null ? true : var.log_bucket.expiry_days >= 1
    error_message = "Logs must be kept for a day at least."
  }
}

variable "web_acl_arn" {
  description = "ARN of the regional web ACL that protects an application load balancer, if any."
  type        = string
  default     = null

  validation {
    condition     = var.web_acl_arn == null ? true : var.kind == "application" && can(regex("^arn:[^:]+:wafv2:[^:]+:[^:]+:regional/webacl/", var.web_acl_arn))
    error_message = "A web ACL must be a regional one of AWS WAF, and the load balancer an application load balancer."
  }
}

variable "dns" {
  description = "The alias record that leads to it: the id of a hosted zone, and a full name in it. None makes no record."
  type = object({
    zone_id = string
    name    = string
  })
  default = null

  validation {
    condition     = var.dns == null ? true : !endswith(var.dns.name, ".")
    error_message = "The name of the record must be a full name without a dot at its end."
  }
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete it; a classic load balancer does not know this."
  type        = bool
  nullable    = false

  validation {
    condition     = !var.deletion_protection || var.kind != "classic"
    error_message = "A classic load balancer has no deletion protection."
  }
}

variable "ipv6_sources" {
  description = "Name => IPv6 range from where the listeners may be reached too, such as that of the VPC, which is known only once it exists."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.ipv6_sources) : can(cidrhost(cidr, 0)) && strcontains(cidr, ":")])
    error_message = "Every IPv6 source must be an IPv6 CIDR."
  }
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
