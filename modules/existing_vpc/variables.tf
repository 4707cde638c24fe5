variable "region" {
  description = "Region of the VPC, such as us-west-2. Zone names are held against it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must be written like us-west-2."
  }
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "The id of the VPC must start with \"vpc-\"."
  }
}

variable "account_id" {
  description = "Account of the cluster. Of a VPC that another account owns and shares, it can use the subnets only."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account must have 12 digits."
  }
}

variable "owner_only" {
  description = "What is made in the VPC and only its owner can make: endpoints, flow logs, subnets."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(var.owner_only, ["VPC endpoints", "flow logs", "subnets"])) == 0
    error_message = "Only owners of a VPC make \"VPC endpoints\", \"flow logs\" and \"subnets\" in it."
  }
}

variable "cidrs" {
  description = "IPv4 ranges of the VPC, all of them."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.cidrs) > 0 && alltrue([for cidr in var.cidrs : can(cidrhost(cidr, 0))])
    error_message = "Every range of the VPC must be an IPv4 CIDR, and there must be one."
  }
}

variable "subnets" {
  description = "Id => tier (private, public or intra), zone and, if it is known, IPv4 range of a subnet that the cluster uses."
  type = map(object({
    tier = string
    zone = string
    cidr = optional(string)
  }))
  nullable = false

  validation {
    condition     = alltrue([for id, subnet in var.subnets : startswith(id, "subnet-") && contains(["private", "public", "intra"], subnet.tier)])
    error_message = "Every subnet must have an id that starts with \"subnet-\", and the tier private, public or intra."
  }

  validation {
    condition     = alltrue([for subnet in values(var.subnets) : startswith(subnet.zone, var.region)])
    error_message = "Every subnet must be in a zone of the region, such as us-west-2a."
  }
}

variable "control_plane_subnet_ids" {
  description = "Subnets in which EKS makes the interfaces of the control plane; it needs free addresses there."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in var.control_plane_subnet_ids : contains(keys(var.subnets), id)])
    error_message = "Every subnet of the control plane must be one of the subnets."
  }
}

variable "managed_node_subnet_ids" {
  description = "Subnets that node groups of EKS are in; public ones must give instances public addresses."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in var.managed_node_subnet_ids : contains(var.node_subnet_ids, id)])
    error_message = "Every subnet of node groups of EKS must be a subnet of node groups."
  }
}

variable "node_subnet_ids" {
  description = "Subnets that node groups are in; with IPv6 they must give instances IPv6 addresses."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in var.node_subnet_ids : contains(keys(var.subnets), id)])
    error_message = "Every subnet of node groups must be one of the subnets."
  }
}

variable "has_endpoints" {
  description = "Whether the cluster has VPC endpoints for all that its nodes need, so that private subnets need no way out."
  type        = bool
  nullable    = false
}

variable "internet_gateway_ids" {
  description = "Internet gateway of new public subnets; empty if there are none."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in var.internet_gateway_ids : startswith(id, "igw-")])
    error_message = "The id of an internet gateway must start with \"igw-\"."
  }
}

variable "nat_gateway_ids" {
  description = "Zone => NAT gateway of new private subnets."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in values(var.nat_gateway_ids) : startswith(id, "nat-")])
    error_message = "The id of a NAT gateway must start with \"nat-\"."
  }
}

variable "new_subnets" {
  description = "Name tag => IPv4 range of each subnet that is made in the VPC; none may overlap one that exists."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.new_subnets) : can(cidrhost(cidr, 0))])
    error_message = "The range of every new subnet must be an IPv4 CIDR."
  }
}

variable "ip_family" {
  description = "Family of the addresses of pods and Services: ipv4 or ipv6. With ipv6, the VPC and all subnets must have IPv6 ranges."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["ipv4", "ipv6"], var.ip_family)
    error_message = "The family must be ipv4 or ipv6."
  }
}

variable "security_group_ids" {
  description = "Security groups on the interfaces of the control plane; EKS takes groups of the VPC only."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in var.security_group_ids : startswith(id, "sg-")])
    error_message = "Every security group id must start with \"sg-\"."
  }
}
