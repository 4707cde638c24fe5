variable "name" {
  description = "Name of the network; the start of every Name tag in it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$", var.name))
    error_message = "The network name must start with a letter or digit and hold at most 100 letters, digits, hyphens and underscores."
  }
}

variable "region" {
  description = "Region of the network, such as us-west-2. Zone names are held against it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must be written like us-west-2."
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

variable "cidr" {
  description = "IPv4 range of the VPC, /16 to /28."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && can(regex("^[0-9.]+/(1[6-9]|2[0-8])$", var.cidr))
    error_message = "The VPC range must be an IPv4 CIDR between /16 and /28."
  }
}

variable "existing" {
  description = "What exists already, with the override file existing.tf: the VPC and its account, the internet gateway of new public subnets, zone => NAT gateway of new private subnets, subnets of each tier, one private subnet a zone for interface endpoints, and route tables for gateway endpoints; null makes a VPC."
  type = object({
    vpc_id              = string
    account_id          = string
    internet_gateway_id = optional(string)
    nat_gateway_ids     = map(string)
    private_subnet_ids  = set(string)
    public_subnet_ids   = set(string)
    intra_subnet_ids    = set(string)
    endpoint_subnet_ids = set(string)
    route_table_ids     = set(string)
  })
  default = null

  validation {
    condition     = var.existing == null ? true : startswith(var.existing.vpc_id, "vpc-")
    error_message = "The id of a VPC that exists must start with \"vpc-\"."
  }

  validation {
    condition     = var.existing == null ? true : var.existing.internet_gateway_id != null || length(var.public_subnets) == 0
    error_message = "Public subnets in a VPC that exists need its internet gateway."
  }
}

variable "secondary_cidrs" {
  description = "IPv4 ranges of the VPC besides the first, /16 to /28 each."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.secondary_cidrs : can(cidrhost(cidr, 0)) && can(regex("^[0-9.]+/(1[6-9]|2[0-8])$", cidr))])
    error_message = "Every further VPC range must be an IPv4 CIDR between /16 and /28."
  }
}

variable "pod_subnets" {
  description = "Zone => IPv4 range of the subnet of pods in that zone, for custom networking of the VPC CNI; {} leaves pods in the subnets of their nodes."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.pod_subnets) : can(cidrhost(cidr, 0)) && can(regex("^[0-9.]+/(1[6-9]|2[0-8])$", cidr))])
    error_message = "Every pod subnet range must be an IPv4 CIDR between /16 and /28."
  }

  validation {
    condition     = alltrue([for zone in keys(var.pod_subnets) : contains(keys(var.private_subnets), zone)])
    error_message = "Every pod subnet must be in a zone with a private subnet, whose routes it shares."
  }
}

variable "private_subnets" {
  description = "Zone => IPv4 range of the private subnet in that zone; nodes and internal load balancers live here."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.private_subnets) : can(cidrhost(cidr, 0)) && can(regex("^[0-9.]+/(1[6-9]|2[0-8])$", cidr))])
    error_message = "Every private subnet range must be an IPv4 CIDR between /16 and /28."
  }

  validation {
    condition     = alltrue([for zone in keys(var.private_subnets) : startswith(zone, var.region)])
    error_message = "Every private subnet must be keyed by a zone of the region, such as us-west-2a."
  }
}

variable "public_subnets" {
  description = "Zone => IPv4 range of the public subnet in that zone; {} makes a network without an internet gateway."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.public_subnets) : can(cidrhost(cidr, 0)) && can(regex("^[0-9.]+/(1[6-9]|2[0-8])$", cidr))])
    error_message = "Every public subnet range must be an IPv4 CIDR between /16 and /28."
  }

  validation {
    condition     = alltrue([for zone in keys(var.public_subnets) : startswith(zone, var.region)])
    error_message = "Every public subnet must be keyed by a zone of the region, such as us-west-2a."
  }
}

variable "assign_public_addresses" {
  description = "Whether instances in the public subnets get public addresses; true if node groups use them."
  type        = bool
  nullable    = false
}

variable "intra_subnets" {
  description = "Zone => IPv4 range of the subnet without a way out in that zone; the control plane's interfaces live here."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.intra_subnets) : can(cidrhost(cidr, 0)) && can(regex("^[0-9.]+/(1[6-9]|2[0-8])$", cidr))])
    error_message = "Every intra subnet range must be an IPv4 CIDR between /16 and /28."
  }

  validation {
    condition     = alltrue([for zone in keys(var.intra_subnets) : startswith(zone, var.region)])
    error_message = "Every intra subnet must be keyed by a zone of the region, such as us-west-2a."
  }
}

variable "ipv6_subnets" {
  description = "\"tier/zone\" => number of the /64 of that subnet in the IPv6 range of the VPC, 0 to 255; {} makes a network with IPv4 alone."
  type        = map(number)
  nullable    = false

  validation {
    condition     = alltrue([for number in values(var.ipv6_subnets) : number >= 0 && number <= 255 && floor(number) == number])
    error_message = "A VPC has 256 ranges of /64 for subnets, numbered 0 to 255."
  }

  validation {
    condition     = length(distinct(values(var.ipv6_subnets))) == length(var.ipv6_subnets)
    error_message = "Every subnet must have a /64 of its own."
  }

  validation {
    condition = length(var.ipv6_subnets) == 0 ? true : toset(keys(var.ipv6_subnets)) == toset(concat(
      [for zone in keys(var.private_subnets) : "private/${zone}"],
      [for zone in keys(var.public_subnets) : "public/${zone}"],
      [for zone in keys(var.intra_subnets) : "intra/${zone}"],
    ))
    error_message = "With IPv6, every private, public and intra subnet must have its /64, and no other subnet."
  }
}

variable "subnet_tags" {
  description = "Tags of the subnets of each tier, besides the tags of every resource."
  type = object({
    private = map(string)
    public  = map(string)
    intra   = map(string)
  })
  nullable = false
}

variable "nat_zones" {
  description = "Zones that get an elastic address and a NAT gateway in their public subnet."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for zone in var.nat_zones : contains(keys(var.public_subnets), zone)])
    error_message = "Every NAT zone must have a public subnet to put the gateway in."
  }
}

variable "nat_addresses" {
  description = "Zone => allocation id of an elastic address that exists, for the NAT gateway in that zone; the others get a new address."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for address in values(var.nat_addresses) : can(regex("^eipalloc-[0-9a-f]+$", address))])
    error_message = "The address of a NAT gateway must be the allocation id of an elastic address, such as eipalloc-0123456789abcdef0."
  }
}

variable "nat_routes" {
  description = "Private zone => zone of the NAT gateway its default route points at; {} leaves the private subnets without a way out."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for zone in keys(var.nat_routes) : contains(keys(var.private_subnets), zone)])
    error_message = "Every NAT route must start in a zone that has a private subnet."
  }

  validation {
    condition     = alltrue([for zone in values(var.nat_routes) : zone == "regional" || contains(var.nat_zones, zone) || can(var.existing.nat_gateway_ids[zone])])
    error_message = "Every NAT route must end in a zone that has a NAT gateway, or at the regional one."
  }
}

variable "routes" {
  description = "Tier => destination (IPv4 range or pl-...) => target of routes besides those to the internet: tgw-, pcx-, vgw-, igw-, nat-, eni-, vpce-, lgw- or the ARN of a core network."
  type = object({
    private = map(string)
    public  = map(string)
    intra   = map(string)
  })
  nullable = false

  validation {
    condition     = alltrue([for tier in values(var.routes) : alltrue([for target in values(tier) : can(regex("^((tgw|pcx|vgw|igw|nat|eni|vpce|lgw)-[0-9a-f]+|arn:.*:core-network/.*)$", target))])])
    error_message = "The target of a route must be the id of a gateway, a peering connection, an interface or an endpoint, or the ARN of a core network."
  }

  validation {
    condition     = alltrue([for tier in values(var.routes) : alltrue([for destination in keys(tier) : startswith(destination, "pl-") || can(cidrhost(destination, 0))])])
    error_message = "The destination of a route must be an IPv4 CIDR or the id of a prefix list."
  }
}

variable "interface_endpoints" {
  description = "Short name => full service name of each PrivateLink endpoint, for example sts => com.amazonaws.us-west-2.sts."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for service in values(var.interface_endpoints) : can(regex("^((cn\\.)?com|eu)\\.amazonaws\\.", service))])
    error_message = "Every interface endpoint must name a full service such as com.amazonaws.us-west-2.sts."
  }

  validation {
    condition     = length(var.interface_endpoints) == 0 || length(var.private_subnets) > 0 || try(length(var.existing.endpoint_subnet_ids) > 0, false)
    error_message = "Interface endpoints need private subnets to stand in."
  }
}

variable "gateway_endpoints" {
  description = "Short name => full service name of each gateway endpoint (s3, dynamodb); routed from every private and intra subnet."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for service in values(var.gateway_endpoints) : can(regex("^(cn\\.)?com\\.amazonaws\\..*\\.(s3|dynamodb)$", service))])
    error_message = "Gateway endpoints exist for s3 and dynamodb only, by their full service names."
  }
}

variable "endpoint_policies" {
  description = "Short name => policy (JSON) of an endpoint; the others have the policy of AWS, which allows everything."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for policy in values(var.endpoint_policies) : can(keys(jsondecode(policy)))])
    error_message = "The policy of an endpoint must be a JSON object."
  }
}

variable "flow_logs" {
  description = "{} for none, or one entry \"cloudwatch\" or \"s3\": the log group or bucket where the flow log goes, how long AWS gathers before it writes (60 or 600 seconds), and for a log group the IAM role that writes: ARN of one that exists, or name, path, permissions boundary, more policies, inline policy (JSON) and tags of one that the module makes."
  type = map(object({
    destination_arn     = string
    aggregation_seconds = number
    role = optional(object({
      arn                  = optional(string)
      name                 = string
      path                 = string
      permissions_boundary = optional(string)
      policy_arns          = set(string)
      policy               = optional(string)
      tags                 = map(string)
    }))
  }))
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.flow_logs) : contains(["cloudwatch", "s3"], key)])
    error_message = "A flow log goes to \"cloudwatch\" or \"s3\"."
  }

  validation {
    condition     = alltrue([for log in values(var.flow_logs) : contains([60, 600], log.aggregation_seconds)])
    error_message = "Flow logs are gathered for 60 or 600 seconds, nothing else."
  }

  validation {
    condition     = alltrue([for log in values(var.flow_logs) : log.role == null ? true : can(regex("^[\\w+=,.@-]{1,64}$", log.role.name))])
    error_message = "The role name of a flow log must be 1 to 64 letters, digits or characters of +=,.@_-."
  }
}

variable "tags" {
  description = "Tags of every resource that takes tags."
  type        = map(string)
  nullable    = false
}
