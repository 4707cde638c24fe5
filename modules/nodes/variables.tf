variable "group" {
  description = "Name of the group in the spec; it appears in tags and descriptions."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z][0-9A-Za-z_.-]{0,62}$", var.group))
    error_message = "The group name must start with a letter or digit and hold at most 63 letters, digits or characters of _.-."
  }
}

variable "node_group_name" {
  description = "Name of the EKS node group. It must change whenever the group has to be replaced, because the new one is made before the old one goes."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z][0-9A-Za-z_-]{0,62}$", var.node_group_name)) || var.self_managed != null
    error_message = "The node group name must start with a letter or digit and hold at most 63 letters, digits, hyphens and underscores."
  }
}

variable "role" {
  description = "IAM role of the nodes: ARN of one that exists, or name, path, permissions boundary, more policies, inline policy (JSON) and tags of one that the module makes."
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

variable "launch_template_name" {
  description = "Name of the launch template."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z()./_-]{3,128}$", var.launch_template_name))
    error_message = "The launch template name must be 3 to 128 letters, digits or characters of ()./_-."
  }
}

variable "cluster_name" {
  description = "Name of the cluster the nodes join."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$", var.cluster_name))
    error_message = "The cluster name must start with a letter or digit and hold at most 100 letters, digits, hyphens and underscores."
  }
}

variable "kubernetes_version" {
  description = "Kubernetes version of the nodes, such as \"1.34\", never ahead of the control plane; none with an image of one's own."
  type        = string
  default     = null

  validation {
    condition     = var.kubernetes_version == null ? true : can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "The Kubernetes version must be written like \"1.34\"."
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

variable "self_managed" {
  description = "Settings of the Auto Scaling group of nodes that join by themselves; none for a node group of EKS. Type of the access entry, none if the role has one; policy for mixed instances; instance refresh; lifetime in seconds; warm pool; ARNs of target groups and names of classic load balancers; suspended processes; protection from scaling in; metrics; tags for the Cluster Autoscaler."
  type = object({
    access_entry_type = optional(string)
    mixed_instances = optional(object({
      on_demand_base     = number
      on_demand_percent  = number
      spot_strategy      = string
      spot_pools         = optional(number)
      max_price          = optional(string)
      weights            = map(number)
      capacity_rebalance = bool
      requirements = optional(object({
        vcpu_count              = object({ min = number, max = optional(number) })
        memory_mib              = object({ min = number, max = optional(number) })
        cpu_manufacturers       = set(string)
        instance_generations    = set(string)
        burstable_performance   = string
        bare_metal              = string
        local_storage           = string
        allowed_instance_types  = set(string)
        excluded_instance_types = set(string)
      }))
    }))
    instance_refresh = optional(object({
      min_healthy_percentage = number
      max_healthy_percentage = optional(number)
      instance_warmup        = optional(number)
    }))
    max_instance_lifetime = optional(number)
    warm_pool = optional(object({
      min   = number
      max   = optional(number)
      state = string
    }))
    target_groups          = set(string)
    classic_load_balancers = set(string)
    suspended_processes    = set(string)
    scale_in_protection    = bool
    metrics                = set(string)
    autoscaler_tags        = map(string)
  })
  default = null

  validation {
    condition     = var.self_managed == null ? true : contains(["EC2_LINUX", "EC2_WINDOWS"], coalesce(var.self_managed.access_entry_type, "EC2_LINUX"))
    error_message = "The type of the access entry must be EC2_LINUX or EC2_WINDOWS."
  }

  validation {
    condition     = var.self_managed == null ? true : var.self_managed.max_instance_lifetime == null ? true : var.self_managed.max_instance_lifetime >= 86400 && var.self_managed.max_instance_lifetime <= 31536000
    error_message = "An instance lives from 86400 to 31536000 seconds."
  }
}

variable "subnet_ids" {
  description = "Ids of the subnets the nodes are spread over."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "A node group needs at least one subnet."
  }

  validation {
    condition     = alltrue([for id in var.subnet_ids : startswith(id, "subnet-")])
    error_message = "Every subnet id must start with \"subnet-\"."
  }
}

variable "ami_type" {
  description = "Kind of machine image EKS chooses from, such as AL2023_x86_64_STANDARD; CUSTOM with an image of one's own."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(CUSTOM|(AL2|AL2023|BOTTLEROCKET|WINDOWS_(CORE|FULL)_20(19|22|25))_(x86_64|ARM_64)(_(STANDARD|GPU|NEURON|NVIDIA|FIPS|NVIDIA_FIPS))?)$", var.ami_type))
    error_message = "The AMI type must be one EKS knows, such as AL2023_x86_64_STANDARD or BOTTLEROCKET_ARM_64."
  }
}

variable "release_version" {
  description = "Release of the machine image, such as 1.34.1-20261101; none takes the newest when the group is made."
  type        = string
  default     = null

  validation {
    condition     = var.release_version == null ? true : can(regex("^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$", var.release_version))
    error_message = "The AMI release must be written like 1.34.1-20261101."
  }
}

variable "capacity_type" {
  description = "How the instances are paid for: ON_DEMAND, SPOT or CAPACITY_BLOCK."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"], var.capacity_type)
    error_message = "The capacity type must be ON_DEMAND, SPOT or CAPACITY_BLOCK."
  }
}

variable "instance_types" {
  description = "Instance types in order of preference, 1 to 20, all of one CPU architecture."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.instance_types) >= 1 && length(var.instance_types) <= 20
    error_message = "A node group takes 1 to 20 instance types."
  }

  validation {
    condition     = alltrue([for type in var.instance_types : can(regex("^[a-z0-9-]+\\.[a-z0-9-]+$", type))])
    error_message = "An instance type must be written like m7i.large."
  }
}

variable "scaling" {
  description = "Least, most and wanted number of nodes."
  type = object({
    min     = number
    max     = number
    desired = number
  })
  nullable = false

  validation {
    condition     = var.scaling.min >= 0 && var.scaling.max >= 1
    error_message = "A node group has at least 0 nodes at its smallest and at least 1 at its largest."
  }

  validation {
    condition     = var.scaling.min <= var.scaling.desired && var.scaling.desired <= var.scaling.max
    error_message = "The wanted number of nodes must lie between the least and the most."
  }
}

variable "labels" {
  description = "Kubernetes labels of the nodes."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for value in values(var.labels) : can(regex("^([0-9A-Za-z]([0-9A-Za-z_.-]{0,61}[0-9A-Za-z])?)?$", value))])
    error_message = "The value of a label must be at most 63 letters, digits or characters of _.- and start and end with a letter or digit."
  }

  validation {
    condition     = alltrue([for key in keys(var.labels) : can(regex("^([0-9a-z][0-9a-z.-]{0,252}/)?[0-9A-Za-z]([0-9A-Za-z_.-]{0,61}[0-9A-Za-z])?$", key))])
    error_message = "The key of a label must be a Kubernetes name of at most 63 characters, with a DNS prefix and a slash before it if need be."
  }
}

variable "taints" {
  description = "Kubernetes taints of the nodes."
  type = list(object({
    key    = string
    value  = optional(string)
    effect = string
  }))
  nullable = false

  validation {
    condition     = length(var.taints) <= 50
    error_message = "A node group takes at most 50 taints."
  }

  validation {
    condition     = alltrue([for taint in var.taints : contains(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"], taint.effect)])
    error_message = "The effect of a taint must be NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE."
  }

  validation {
    condition     = length(distinct([for taint in var.taints : "${taint.key}:${taint.effect}"])) == length(var.taints)
    error_message = "A taint of the same key and effect can be given once only."
  }
}

variable "disk" {
  description = "Volume of containers, the root volume on most systems: device name, size in GiB, EBS type, IOPS and throughput (MiB/s) where the type has them, encryption and its key (none = the account's EBS key), and the device of the system if that is another one."
  type = object({
    device        = string
    system_device = optional(string)
    size          = number
    type          = string
    iops          = optional(number)
    throughput    = optional(number)
    encrypted     = bool
    kms_key_arn   = optional(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^/dev/[a-z0-9]+$", var.disk.device))
    error_message = "The device must be written like /dev/xvda."
  }

  validation {
    condition     = var.disk.size >= 1 && var.disk.size <= 65536 && floor(var.disk.size) == var.disk.size
    error_message = "The size of the disk must be a whole number of GiB from 1 to 65536."
  }

  validation {
    condition     = contains(["gp3", "gp2", "io1", "io2", "st1", "sc1", "standard"], var.disk.type)
    error_message = "The type of the disk must be gp3, gp2, io1, io2, st1, sc1 or standard."
  }

  validation {
    condition     = contains(["io1", "io2"], var.disk.type) ? var.disk.iops != null : var.disk.type == "gp3" || var.disk.iops == null
    error_message = "IOPS are needed for io1 and io2, allowed for gp3, and unknown to the other disk types."
  }

  validation {
    condition     = var.disk.type == "gp3" || var.disk.throughput == null
    error_message = "Only a gp3 disk takes a throughput."
  }

  validation {
    condition     = var.disk.encrypted || var.disk.kms_key_arn == null
    error_message = "A disk that is not encrypted takes no key."
  }

  validation {
    condition     = var.disk.kms_key_arn == null ? true : can(regex("^arn:aws(-cn|-us-gov|-eusc)?:kms:", var.disk.kms_key_arn))
    error_message = "The key of a disk must be the ARN of a KMS key."
  }
}

variable "imds" {
  description = "Instance metadata: how many network hops an answer may travel; 1 keeps pods away from the node's credentials. Version 2 is always required."
  type = object({
    hop_limit = number
  })
  nullable = false

  validation {
    condition     = var.imds.hop_limit >= 1 && var.imds.hop_limit <= 64
    error_message = "The hop limit of the instance metadata must lie between 1 and 64."
  }
}

variable "update" {
  description = "How many nodes may be away during an update: a number or a percentage, exactly one of the two; whether disruption budgets are ignored; with overrides/update_strategy.tf, the strategy."
  type = object({
    max_unavailable            = optional(number)
    max_unavailable_percentage = optional(number)
    force                      = bool
    strategy                   = string
  })
  nullable = false

  validation {
    condition     = (var.update.max_unavailable == null) != (var.update.max_unavailable_percentage == null)
    error_message = "An update takes exactly one of max_unavailable and max_unavailable_percentage."
  }

  validation {
    condition     = var.update.max_unavailable == null ? true : var.update.max_unavailable >= 1 && var.update.max_unavailable <= 100
    error_message = "The number of nodes away during an update must lie between 1 and 100."
  }

  validation {
    condition     = var.update.max_unavailable_percentage == null ? true : var.update.max_unavailable_percentage >= 1 && var.update.max_unavailable_percentage <= 100
    error_message = "The percentage of nodes away during an update must lie between 1 and 100."
  }
}

variable "repair" {
  description = "Automatic repair of nodes, if it is on; with overrides/repair_limits.tf, its limits and its other actions by condition and reason."
  type = object({
    max_unhealthy_count      = optional(number)
    max_unhealthy_percentage = optional(number)
    max_parallel_count       = optional(number)
    max_parallel_percentage  = optional(number)
    overrides = list(object({
      condition    = string
      reason       = string
      wait_minutes = number
      action       = string
    }))
  })
  default = null

  validation {
    condition     = var.repair == null ? true : length(compact([var.repair.max_unhealthy_count, var.repair.max_unhealthy_percentage])) <= 1 && length(compact([var.repair.max_parallel_count, var.repair.max_parallel_percentage])) <= 1
    error_message = "A limit of the repair is a number or a percentage, not both."
  }
}

variable "instance" {
  description = "Name tag of the instances, image of one's own, detailed monitoring, CPU credits of burstable types, tenancy, Nitro Enclaves."
  type = object({
    name                = string
    image_id            = optional(string)
    detailed_monitoring = bool
    cpu_credits         = optional(string)
    tenancy             = optional(string)
    enclaves            = bool
  })
  nullable = false

  validation {
    condition     = var.instance.image_id == null ? true : can(regex("^(ami-|resolve:ssm:/)", var.instance.image_id))
    error_message = "An image must be an id that starts with \"ami-\", or \"resolve:ssm:\" and the name of a parameter."
  }

  validation {
    condition     = contains(["standard", "unlimited"], coalesce(var.instance.cpu_credits, "standard")) && contains(["default", "dedicated"], coalesce(var.instance.tenancy, "default"))
    error_message = "CPU credits are standard or unlimited, and the tenancy is default or dedicated."
  }
}

variable "user_data" {
  description = "Lines of the user data; none if there is nothing to add to that of EKS."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(join("\n", var.user_data)) <= 16384
    error_message = "EC2 takes user data of at most 16 KiB."
  }
}

variable "ssh" {
  description = "Logins: name of a key pair; the public key, if the module makes the pair; the CIDR blocks, security groups and prefix lists that reach the port."
  type = object({
    key_name   = optional(string)
    public_key = optional(string)
    port       = number
    sources    = set(string)
  })
  nullable = false

  validation {
    condition     = var.ssh.public_key == null ? true : var.ssh.key_name != null
    error_message = "A public key needs the name of its key pair."
  }

  validation {
    condition     = alltrue([for source in var.ssh.sources : can(cidrhost(source, 0)) || can(regex("^(sg|pl)-", source))])
    error_message = "A source must be a CIDR block, or the id of a security group or a prefix list."
  }
}

variable "vpc_id" {
  description = "Id of the VPC, for the security groups of this group."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "The id of a VPC must start with \"vpc-\"."
  }
}

variable "extra_disks" {
  description = "Volumes besides the root volume, by device name; without a size, as large as the snapshot."
  type = map(object({
    size        = optional(number)
    type        = string
    iops        = optional(number)
    throughput  = optional(number)
    encrypted   = bool
    kms_key_arn = optional(string)
    snapshot_id = optional(string)
    keep        = bool
  }))
  nullable = false

  validation {
    condition     = alltrue([for disk in values(var.extra_disks) : disk.size != null || disk.snapshot_id != null])
    error_message = "A volume needs a size or a snapshot."
  }
}

variable "placement" {
  description = "Placement group: the name of one that exists, or name and strategy of one that the module makes."
  type = object({
    group_name = optional(string)
    strategy   = optional(string)
  })
  nullable = false

  validation {
    condition     = var.placement.strategy == null ? true : contains(["cluster", "spread", "partition"], var.placement.strategy) && var.placement.group_name != null
    error_message = "The strategy of a placement group is cluster, spread or partition, and it needs a name."
  }
}

variable "capacity_reservation" {
  description = "Capacity reservation: its id, or the preference open or none."
  type = object({
    id         = optional(string)
    preference = optional(string)
  })
  default = null

  validation {
    condition     = var.capacity_reservation == null ? true : (var.capacity_reservation.id == null) != (var.capacity_reservation.preference == null)
    error_message = "A capacity reservation is an id or a preference, exactly one of the two."
  }
}

variable "efa_cards" {
  description = "Number of network cards with an Elastic Fabric Adapter; 0 for none."
  type        = number
  nullable    = false

  validation {
    condition     = var.efa_cards >= 0 && var.efa_cards <= 64
    error_message = "An instance has at most 64 network cards."
  }
}

variable "security_group_ids" {
  description = "Ids of the security groups the nodes carry: the cluster's node group, and others without the cluster's tag."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.security_group_ids) >= 1 && length(var.security_group_ids) <= 16
    error_message = "Nodes carry 1 to 16 security groups; without the cluster's own they cannot reach it."
  }

  validation {
    condition     = alltrue([for id in var.security_group_ids : startswith(id, "sg-")])
    error_message = "Every security group id must start with \"sg-\"."
  }
}

variable "public_ip" {
  description = "Whether the nodes get public addresses; they need public subnets then."
  type        = bool
  nullable    = false
}

variable "ssm" {
  description = "Whether people may open a shell on the nodes through AWS Systems Manager, with IAM permissions and without open ports."
  type        = bool
  nullable    = false
}

variable "after" {
  description = "Values of whatever must stand before the first node (network add-ons); only their order is used."
  type        = list(string)
  nullable    = false
}

variable "cni_policy" {
  description = "Whether the role of the nodes has the permissions of the VPC CNI; else its service account has them."
  type        = bool
  nullable    = false
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
  description = "Tags of every resource that takes tags, of the instances and of their volumes."
  type        = map(string)
  nullable    = false
}
