variable "name" {
  description = "Name of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$", var.name))
    error_message = "The cluster name must start with a letter or digit and hold at most 100 letters, digits, hyphens and underscores."
  }
}

variable "role" {
  description = "IAM role of the control plane; EKS needs AmazonEKSClusterPolicy: ARN of one that exists, or name, path, permissions boundary, more policies, inline policy (JSON) and tags of one that the module makes."
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
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.role.name)) && can(regex("^/([\\x21-\\x7e]+/)?$", var.role.path))
    error_message = "The role name must be 1 to 64 letters, digits or characters of +=,.@_-, and its path must start and end with a slash."
  }

  validation {
    condition     = alltrue([for arn in setunion(compact([var.role.arn, var.role.permissions_boundary]), var.role.policy_arns) : startswith(arn, "arn:${var.partition}:iam::")])
    error_message = "The role, its boundary and its policies must be IAM ARNs of the partition."
  }
}

variable "kubernetes_version" {
  description = "Kubernetes version of the control plane, such as \"1.34\"; EKS moves up one minor version at a time."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "The Kubernetes version must be written like \"1.34\"."
  }
}

variable "support_type" {
  description = "What happens at the end of standard support: STANDARD upgrades the cluster, EXTENDED keeps the version and costs extra."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["STANDARD", "EXTENDED"], var.support_type)
    error_message = "The support type must be STANDARD or EXTENDED."
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

variable "vpc_id" {
  description = "Id of the VPC the security groups belong to."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "The VPC id must start with \"vpc-\"."
  }
}

variable "subnet_ids" {
  description = "Ids of the subnets that hold the control plane's network interfaces, in at least two zones."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "The control plane needs at least two subnets, in different zones."
  }

  validation {
    condition     = alltrue([for id in var.subnet_ids : startswith(id, "subnet-")])
    error_message = "Every subnet id must start with \"subnet-\"."
  }
}

variable "ip_family" {
  description = "Address family of pods and services, ipv4 or ipv6; it can never change."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["ipv4", "ipv6"], var.ip_family)
    error_message = "The address family must be ipv4 or ipv6."
  }
}

variable "service_ipv4_cidr" {
  description = "IPv4 range of the Kubernetes services, /12 to /24 in a private range; it can never change. Null with IPv6, where EKS chooses the range."
  type        = string
  default     = null

  validation {
    condition     = (var.service_ipv4_cidr == null) == (var.ip_family == "ipv6")
    error_message = "The service range must be written for IPv4, and cannot be for IPv6."
  }

  validation {
    condition     = var.service_ipv4_cidr == null ? true : can(cidrhost(var.service_ipv4_cidr, 0)) && can(regex("^[0-9.]+/(1[2-9]|2[0-4])$", var.service_ipv4_cidr))
    error_message = "The service range must be an IPv4 CIDR between /12 and /24."
  }

  validation {
    condition     = var.service_ipv4_cidr == null ? true : can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)", var.service_ipv4_cidr))
    error_message = "The service range must lie in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."
  }
}

variable "endpoint" {
  description = "How the Kubernetes API is reached: from inside the VPC, from the internet, and then from which ranges. Besides nodes, `sources` (CIDRs, security groups, prefix lists) reach the private endpoint."
  type = object({
    private      = bool
    public       = bool
    public_cidrs = list(string)
    sources      = set(string)
  })
  nullable = false

  validation {
    condition     = var.endpoint.private || var.endpoint.public
    error_message = "The Kubernetes API must have a private endpoint, a public one, or both."
  }

  validation {
    condition     = !var.endpoint.public || length(var.endpoint.public_cidrs) > 0
    error_message = "A public endpoint must list the ranges it answers; without a list AWS opens it to the world."
  }

  validation {
    condition     = alltrue([for cidr in var.endpoint.public_cidrs : can(cidrhost(cidr, 0))])
    error_message = "Every range of the public endpoint must be a CIDR."
  }

  validation {
    condition     = alltrue([for source in var.endpoint.sources : can(cidrhost(source, 0)) || can(regex("^(sg|pl)-", source))])
    error_message = "Every source of the private endpoint must be a CIDR, a security group or a prefix list."
  }

  validation {
    condition     = length(var.endpoint.sources) == 0 || var.security_groups.existing == null
    error_message = "A group that exists gets no rules, so the private endpoint cannot be opened to further sources."
  }
}

variable "node_ingress" {
  description = "Key => who reaches every node, besides what EKS needs: a CIDR, a security group or a prefix list; tcp, udp, icmp, icmpv6 or -1 (all); the first and the last port (-1 for icmp, none for all)."
  type = map(object({
    source      = string
    protocol    = string
    from_port   = optional(number)
    to_port     = optional(number)
    description = string
  }))
  nullable = false

  validation {
    condition     = alltrue([for rule in values(var.node_ingress) : can(cidrhost(rule.source, 0)) || can(regex("^(sg|pl)-", rule.source))])
    error_message = "Every source of the nodes must be a CIDR, a security group or a prefix list."
  }

  validation {
    condition     = alltrue([for rule in values(var.node_ingress) : contains(["tcp", "udp", "icmp", "icmpv6", "-1"], rule.protocol)])
    error_message = "The protocol of a rule must be tcp, udp, icmp, icmpv6 or -1."
  }

  validation {
    condition     = alltrue([for rule in values(var.node_ingress) : (rule.from_port == null) == (rule.protocol == "-1") && (rule.to_port == null) == (rule.protocol == "-1")])
    error_message = "Every rule has a first and a last port, except one for all protocols."
  }

  validation {
    condition     = alltrue([for rule in values(var.node_ingress) : can(regex("^[a-zA-Z0-9 ._:/()#,@\\[\\]+=&;{}!$*-]{0,255}$", rule.description))])
    error_message = "A description holds at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*."
  }
}

variable "other_node_groups" {
  description = "Ids of security groups that nodes carry in place of the cluster's own."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in var.other_node_groups : startswith(id, "sg-")])
    error_message = "Every security group id must start with \"sg-\"."
  }
}

variable "log_types" {
  description = "Control plane logs that are written: api, audit, authenticator, controllerManager, scheduler."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for type in var.log_types : contains(["api", "audit", "authenticator", "controllerManager", "scheduler"], type)])
    error_message = "The log types are api, audit, authenticator, controllerManager and scheduler."
  }
}

variable "log_group_name" {
  description = "Name of the log group the control plane writes to. EKS fixes the name; the variable makes the cluster wait for the group."
  type        = string
  nullable    = false

  validation {
    condition     = var.log_group_name == "/aws/eks/${var.name}/cluster" || length(var.log_types) == 0
    error_message = "EKS writes to the log group /aws/eks/NAME/cluster and to no other."
  }
}

variable "secrets_encryption" {
  description = "{} for the AWS-owned key, or one entry \"this\" with the KMS key that encrypts Kubernetes secrets; once on it cannot be taken off."
  type = map(object({
    key_arn = string
  }))
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.secrets_encryption) : key == "this"])
    error_message = "The only key of secrets_encryption is \"this\"."
  }

  validation {
    condition     = alltrue([for encryption in values(var.secrets_encryption) : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:kms:", encryption.key_arn))])
    error_message = "Secrets are encrypted with a KMS key given by its ARN."
  }
}

variable "authentication_mode" {
  description = "Where the cluster looks who may enter: API (access entries), or API_AND_CONFIG_MAP (also the old aws-auth config map)."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["API", "API_AND_CONFIG_MAP"], var.authentication_mode)
    error_message = "The authentication mode must be API or API_AND_CONFIG_MAP."
  }
}

variable "access_entries" {
  description = "Name => who may enter the cluster: IAM principal, entry type, Kubernetes groups and user name, and access policies (no namespaces = the whole cluster)."
  type = map(object({
    principal_arn     = string
    type              = string
    kubernetes_groups = set(string)
    user_name         = optional(string)
    policies = map(object({
      policy_arn = string
      namespaces = set(string)
    }))
    tags = map(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:iam::[0-9]{12}:(role|user)/", entry.principal_arn))])
    error_message = "The principal of an access entry must be the ARN of an IAM role or user, such as arn:aws:iam::111122223333:role/Admin."
  }

  validation {
    condition     = length(distinct([for entry in values(var.access_entries) : entry.principal_arn])) == length(var.access_entries)
    error_message = "Every principal can have one access entry only."
  }

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : contains(["STANDARD", "EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX"], entry.type)])
    error_message = "The type of an access entry must be STANDARD, EC2, EC2_LINUX, EC2_WINDOWS, FARGATE_LINUX or HYBRID_LINUX."
  }

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : entry.type == "STANDARD" || (length(entry.kubernetes_groups) == 0 && entry.user_name == null)])
    error_message = "Only an access entry of type STANDARD takes Kubernetes groups and a user name."
  }

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : contains(["STANDARD", "EC2"], entry.type) || length(entry.policies) == 0])
    error_message = "Only an access entry of type STANDARD or EC2 takes access policies."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.access_entries) : [for group in entry.kubernetes_groups : !startswith(group, "system:")]]))
    error_message = "EKS refuses Kubernetes groups that start with \"system:\"; give the entry an access policy instead."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.access_entries) : [for policy in values(entry.policies) : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:eks::aws:cluster-access-policy/", policy.policy_arn))]]))
    error_message = "An access policy is given by its ARN, such as arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.access_entries) : [for policy in values(entry.policies) : length(policy.namespaces) == 0 || !endswith(policy.policy_arn, "/AmazonEKSClusterAdminPolicy")]]))
    error_message = "AmazonEKSClusterAdminPolicy is for the whole cluster; AmazonEKSAdminPolicy is the one for namespaces."
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

variable "auto_mode" {
  description = "{} for a cluster without EKS Auto Mode, or one entry \"this\" with the node pools of EKS and the role of the nodes; the role can never change."
  type = map(object({
    node_pools = set(string)
    node_role = object({
      arn                  = optional(string)
      name                 = string
      path                 = string
      permissions_boundary = optional(string)
      policy_arns          = set(string)
      policy               = optional(string)
      tags                 = map(string)
    })
  }))
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.auto_mode) : key == "this"])
    error_message = "The only key of auto_mode is \"this\"."
  }

  validation {
    condition     = alltrue(flatten([for mode in values(var.auto_mode) : [for pool in mode.node_pools : contains(["general-purpose", "system"], pool)]]))
    error_message = "The node pools of EKS are general-purpose and system."
  }
}

variable "remote_networks" {
  description = "{} for a cluster without hybrid nodes, or one entry \"this\" with the ranges of remote nodes and pods, and the role of the nodes; its provider is ssm or iam-roles-anywhere."
  type = map(object({
    nodes = set(string)
    pods  = set(string)
    node_role = object({
      arn                  = optional(string)
      name                 = string
      path                 = string
      permissions_boundary = optional(string)
      policy_arns          = set(string)
      policy               = optional(string)
      provider             = string
      tags                 = map(string)
    })
  }))
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.remote_networks) : key == "this"])
    error_message = "The only key of remote_networks is \"this\"."
  }

  validation {
    condition     = alltrue(flatten([for remote in values(var.remote_networks) : [for cidr in setunion(remote.nodes, remote.pods) : can(cidrhost(cidr, 0))]]))
    error_message = "Every remote range must be a CIDR."
  }

  validation {
    condition     = alltrue([for remote in values(var.remote_networks) : contains(["ssm", "iam-roles-anywhere"], remote.node_role.provider)])
    error_message = "The provider of credentials is ssm or iam-roles-anywhere."
  }
}

variable "security_groups" {
  description = "Groups on the control plane's interfaces: one that takes the place of the module's own and gets no rules, and others besides."
  type = object({
    existing   = optional(string)
    additional = set(string)
  })
  nullable = false

  validation {
    condition     = alltrue([for id in setunion(compact([var.security_groups.existing]), var.security_groups.additional) : startswith(id, "sg-")])
    error_message = "Every security group id must start with \"sg-\"."
  }

  validation {
    condition     = length(var.security_groups.additional) <= 4
    error_message = "EKS takes five security groups at most, and one is the module's own or the one in its place."
  }
}

variable "zonal_shift" {
  description = "Whether traffic can be shifted away from a zone; null leaves it as it is, which is off in a new cluster."
  type        = bool
  default     = null
}

variable "deletion_protection" {
  description = "Whether EKS refuses to delete the cluster; null leaves it as it is. Needs overrides/deletion_protection.tf."
  type        = bool
  default     = null
}

variable "scaling_tier" {
  description = "Size of the control plane: standard, tier-xl, tier-2xl, tier-4xl or tier-8xl; null leaves it as it is. Needs overrides/scaling_tier.tf."
  type        = string
  default     = null

  validation {
    condition     = contains(["standard", "tier-xl", "tier-2xl", "tier-4xl", "tier-8xl"], coalesce(var.scaling_tier, "standard"))
    error_message = "The scaling tier must be standard, tier-xl, tier-2xl, tier-4xl or tier-8xl."
  }
}

variable "egress_mode" {
  description = "Way out of the control plane: AWS_MANAGED, or CUSTOMER_ROUTED for good; null leaves it as it is. Needs overrides/egress_mode.tf."
  type        = string
  default     = null

  validation {
    condition     = contains(["AWS_MANAGED", "CUSTOMER_ROUTED"], coalesce(var.egress_mode, "AWS_MANAGED"))
    error_message = "The egress mode must be AWS_MANAGED or CUSTOMER_ROUTED."
  }
}

variable "components" {
  description = "Settings of the control plane's programs: how long events live, ports of Services, how the scheduler scores nodes, and how often pod autoscalers decide (null in the standard tier). Needs overrides/components.tf."
  type = object({
    event_ttl  = string
    node_ports = object({ min = number, max = number })
    scoring = object({
      type      = string
      resources = map(number)
    })
    sync_period = optional(string)
  })
  default = null

  validation {
    condition     = var.components == null ? true : var.components.node_ports.min >= 10260 && var.components.node_ports.max <= 32767 && var.components.node_ports.min <= var.components.node_ports.max
    error_message = "The ports of Services must be a range in 10260 to 32767."
  }

  validation {
    condition     = var.components == null ? true : contains(["LeastAllocated", "MostAllocated"], var.components.scoring.type)
    error_message = "The scheduler scores by LeastAllocated or MostAllocated."
  }
}

variable "pods_in_cluster_group" {
  description = "Whether pods run in the security group that EKS makes for the cluster, as on Fargate and on Auto Mode nodes."
  type        = bool
  nullable    = false
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
