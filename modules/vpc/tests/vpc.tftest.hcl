mock_provider "aws" {}

variables {
  name            = "demo"
  region          = "us-west-2"
  partition       = "aws"
  cidr            = "10.20.0.0/16"
  private_subnets = { us-west-2a = "10.20.0.0/19", us-west-2b = "10.20.32.0/19", us-west-2c = "10.20.64.0/19" }
  public_subnets  = { us-west-2a = "10.20.192.0/22", us-west-2b = "10.20.196.0/22", us-west-2c = "10.20.200.0/22" }
  intra_subnets   = { us-west-2a = "10.20.240.0/26", us-west-2b = "10.20.240.64/26", us-west-2c = "10.20.240.128/26" }
  nat_zones       = ["us-west-2a"]
  nat_routes      = { us-west-2a = "us-west-2a", us-west-2b = "us-west-2a", us-west-2c = "us-west-2a" }

  secondary_cidrs   = []
  pod_subnets       = {}
  ipv6_subnets      = {}
  nat_addresses     = {}
  routes            = { private = {}, public = {}, intra = {} }
  endpoint_policies = {}

  assign_public_addresses = false

  interface_endpoints = {}
  gateway_endpoints   = { s3 = "com.amazonaws.us-west-2.s3" }
  flow_logs           = {}
  subnet_tags         = { private = {}, public = {}, intra = {} }
  tags                = { team = "platform" }
}

run "subnets_have_the_tags_of_their_tier" {
  command = plan

  variables {
    subnet_tags = { private = { tier = "a" }, public = { tier = "b" }, intra = { tier = "c" } }
  }

  assert {
    condition     = join(", ", flatten([for subnets in [aws_subnet.private, aws_subnet.public, aws_subnet.intra] : distinct([for subnet in subnets : "${subnet.tags.tier} ${subnet.tags.team}"])])) == "a platform, b platform, c platform"
    error_message = "Every subnet must have the tags of its tier besides those of every resource."
  }
}

run "public_subnets_of_node_groups_assign_addresses" {
  command = plan

  variables {
    assign_public_addresses = true
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.public : subnet.map_public_ip_on_launch])
    error_message = "EKS refuses node groups in public subnets that assign no addresses."
  }
}

run "subnets_stand_in_their_zones_and_load_balancers_find_them" {
  command = plan

  assert {
    condition     = keys(aws_subnet.private) == ["us-west-2a", "us-west-2b", "us-west-2c"] && aws_subnet.private["us-west-2b"].cidr_block == "10.20.32.0/19" && aws_subnet.private["us-west-2b"].availability_zone == "us-west-2b"
    error_message = "Every private subnet must stand in the zone it is keyed by."
  }

  assert {
    condition     = length(aws_subnet.public) == 3 && length(aws_subnet.intra) == 3
    error_message = "There must be one public and one intra subnet a zone."
  }

  assert {
    condition     = !anytrue([for subnet in aws_subnet.public : subnet.map_public_ip_on_launch])
    error_message = "No subnet may hand out public addresses by itself."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.private : subnet.tags["kubernetes.io/role/internal-elb"] == "1"])
    error_message = "Internal load balancers must find the private subnets."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.public : subnet.tags["kubernetes.io/role/elb"] == "1"])
    error_message = "Public load balancers must find the public subnets."
  }

  assert {
    condition     = aws_subnet.intra["us-west-2a"].tags == tomap({ team = "platform", Name = "demo-intra-us-west-2a" })
    error_message = "No load balancer may find the intra subnets."
  }

  assert {
    condition     = aws_vpc.this.enable_dns_support && aws_vpc.this.enable_dns_hostnames
    error_message = "DNS support and host names must both be on."
  }

  assert {
    condition     = length(coalesce(aws_default_security_group.this.ingress, [])) == 0 && length(coalesce(aws_default_security_group.this.egress, [])) == 0
    error_message = "The default security group must have no rules."
  }

  override_resource {
    target          = aws_default_security_group.this
    override_during = plan
    values          = { ingress = [], egress = [] }
  }
}

run "one_nat_gateway_serves_every_zone" {
  command = plan

  assert {
    condition     = keys(aws_nat_gateway.this) == ["us-west-2a"] && keys(aws_eip.nat) == ["us-west-2a"]
    error_message = "There must be one NAT gateway with one address."
  }

  assert {
    condition     = length(aws_route_table.private) == 3 && length(aws_route.private_nat) == 3
    error_message = "Every private zone needs a table and a default route of its own."
  }

  assert {
    condition     = alltrue([for route in aws_route.private_nat : route.destination_cidr_block == "0.0.0.0/0"])
    error_message = "The NAT route must be the default route."
  }

  assert {
    condition     = keys(aws_route_table.intra) == ["this"] && length(aws_route_table_association.intra) == 3
    error_message = "The intra subnets must share a table of their own, not the VPC's main one."
  }

  assert {
    condition     = length(aws_route.public_internet) == 1 && length(aws_route.private_nat) == length(var.private_subnets)
    error_message = "There must be no routes but the public one and those of the private zones."
  }

  assert {
    condition     = length(aws_iam_role.flow_logs) + length(aws_iam_role_policy.flow_logs) + length(aws_flow_log.this) == 0
    error_message = "Without a flow log there must be no role either."
  }

  assert {
    condition     = aws_vpc_endpoint.gateway["s3"].vpc_endpoint_type == "Gateway" && length(aws_security_group.endpoints) == 0
    error_message = "A gateway endpoint must not bring a security group."
  }
}

run "nat_per_zone_changes_no_table" {
  command = plan

  variables {
    nat_zones  = ["us-west-2a", "us-west-2b", "us-west-2c"]
    nat_routes = { us-west-2a = "us-west-2a", us-west-2b = "us-west-2b", us-west-2c = "us-west-2c" }
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 3 && keys(aws_route_table.private) == ["us-west-2a", "us-west-2b", "us-west-2c"]
    error_message = "One gateway a zone must leave the route tables as they are with one gateway."
  }
}

run "network_without_public_side" {
  command = plan

  variables {
    public_subnets = {}
    nat_zones      = []
    nat_routes     = {}
  }

  assert {
    condition     = length(aws_internet_gateway.this) + length(aws_route_table.public) + length(aws_route.public_internet) + length(aws_nat_gateway.this) + length(aws_route.private_nat) == 0
    error_message = "Without public subnets there must be no way to the internet."
  }
}

run "flow_log_is_written_by_a_narrow_role" {
  command = plan

  override_resource {
    target          = aws_vpc.this
    override_during = plan
    values          = { owner_id = "111122223333" }
  }

  variables {
    flow_logs = {
      cloudwatch = {
        destination_arn     = "arn:aws:logs:us-west-2:111122223333:log-group:/aws/vpc-flow-log/demo"
        aggregation_seconds = 600
        role                = { name = "demo-us-west-2-flow-logs", path = "/", policy_arns = [], tags = {} }
      }
    }
  }

  assert {
    condition     = aws_flow_log.this["cloudwatch"].traffic_type == "ALL" && aws_flow_log.this["cloudwatch"].max_aggregation_interval == 600 && aws_flow_log.this["cloudwatch"].log_destination == var.flow_logs["cloudwatch"].destination_arn
    error_message = "The flow log must write all traffic to the given group."
  }

  assert {
    condition = jsondecode(aws_iam_role.flow_logs["cloudwatch"].assume_role_policy).Statement[0].Condition == {
      StringEquals = { "aws:SourceAccount" = "111122223333" }
      ArnLike      = { "aws:SourceArn" = "arn:aws:ec2:us-west-2:111122223333:vpc-flow-log/*" }
    }
    error_message = "Only flow logs of this account may have the role used for them."
  }

  assert {
    condition     = !contains(jsondecode(aws_iam_role_policy.flow_logs["cloudwatch"].policy).Statement[0].Action, "logs:CreateLogGroup") && alltrue([for arn in jsondecode(aws_iam_role_policy.flow_logs["cloudwatch"].policy).Statement[0].Resource : startswith(arn, var.flow_logs["cloudwatch"].destination_arn)])
    error_message = "The role must write to its own group and make none."
  }
}

run "interface_endpoints_answer_the_vpc_only" {
  command = plan

  variables {
    interface_endpoints = { sts = "com.amazonaws.us-west-2.sts", "ecr.api" = "com.amazonaws.us-west-2.ecr.api" }
  }

  assert {
    condition     = keys(aws_vpc_endpoint.interface) == ["ecr.api", "sts"] && alltrue([for endpoint in aws_vpc_endpoint.interface : endpoint.private_dns_enabled && endpoint.vpc_endpoint_type == "Interface"])
    error_message = "Every interface endpoint must take over the public name of its service."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.endpoints_https["this"].cidr_ipv4 == "10.20.0.0/16" && aws_vpc_security_group_ingress_rule.endpoints_https["this"].from_port == 443
    error_message = "The endpoints must answer HTTPS from the VPC and nothing else."
  }
}

run "endpoints_have_the_names_of_every_partition" {
  command = plan

  variables {
    interface_endpoints = { sts = "cn.com.amazonaws.cn-north-1.sts", "ecr.api" = "eu.amazonaws.eusc-de-east-1.ecr.api" }
  }

  assert {
    condition     = aws_vpc_endpoint.interface["ecr.api"].service_name == "eu.amazonaws.eusc-de-east-1.ecr.api"
    error_message = "The European Sovereign Cloud has names of its own for some endpoints."
  }
}

run "pods_have_subnets_in_a_range_of_their_own" {
  command = plan

  variables {
    secondary_cidrs     = ["100.64.0.0/16"]
    pod_subnets         = { us-west-2a = "100.64.0.0/19", us-west-2b = "100.64.32.0/19" }
    interface_endpoints = { sts = "com.amazonaws.us-west-2.sts" }
  }

  assert {
    condition     = keys(aws_vpc_ipv4_cidr_block_association.this) == ["100.64.0.0/16"] && aws_subnet.pods["us-west-2b"].cidr_block == "100.64.32.0/19" && aws_subnet.pods["us-west-2b"].tags == tomap({ team = "platform", Name = "demo-pods-us-west-2b" })
    error_message = "The subnets of pods must be in the range, and no load balancer may find them."
  }

  assert {
    condition     = keys(aws_route_table_association.pods) == ["us-west-2a", "us-west-2b"]
    error_message = "Pods must have the routes of the private subnet of their zone."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.endpoints_https_secondary["100.64.0.0/16"].cidr_ipv4 == "100.64.0.0/16"
    error_message = "Endpoints must answer pods."
  }
}

run "an_address_that_exists_is_used_for_its_gateway" {
  command = plan

  variables {
    nat_zones     = ["us-west-2a", "us-west-2b"]
    nat_routes    = { us-west-2a = "us-west-2a", us-west-2b = "us-west-2b", us-west-2c = "us-west-2a" }
    nat_addresses = { us-west-2a = "eipalloc-0123456789abcdef0" }
  }

  assert {
    condition     = keys(aws_eip.nat) == ["us-west-2b"] && aws_nat_gateway.this["us-west-2a"].allocation_id == "eipalloc-0123456789abcdef0"
    error_message = "Only gateways without an address may get a new one."
  }
}

run "routes_of_the_spec_are_in_each_table_of_their_tier" {
  command = plan

  variables {
    routes = {
      private = { "10.0.0.0/8" = "tgw-0123456789abcdef0", "pl-0123456789abcdef0" = "pcx-0123456789abcdef0" }
      public  = { "10.0.0.0/8" = "vgw-0123456789abcdef0" }
      intra   = { "10.0.0.0/8" = "arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0" }
    }
  }

  assert {
    condition     = length(aws_route.own) == 8 && aws_route.own["private/us-west-2a/10.0.0.0/8"].transit_gateway_id == "tgw-0123456789abcdef0" && aws_route.own["private/us-west-2c/pl-0123456789abcdef0"].vpc_peering_connection_id == "pcx-0123456789abcdef0"
    error_message = "Every private zone must have each private route."
  }

  assert {
    condition     = aws_route.own["private/us-west-2c/pl-0123456789abcdef0"].destination_prefix_list_id == "pl-0123456789abcdef0" && aws_route.own["private/us-west-2c/pl-0123456789abcdef0"].destination_cidr_block == null
    error_message = "A prefix list must be a destination of its own kind."
  }

  assert {
    condition     = aws_route.own["public/10.0.0.0/8"].gateway_id == "vgw-0123456789abcdef0" && endswith(aws_route.own["intra/10.0.0.0/8"].core_network_arn, "core-network-0123456789abcdef0")
    error_message = "Every kind of target must be set by its own argument."
  }
}

run "endpoints_have_their_policies" {
  command = plan

  variables {
    endpoint_policies = { s3 = "{\"Statement\":[]}" }
    gateway_endpoints = { s3 = "com.amazonaws.us-west-2.s3", dynamodb = "com.amazonaws.us-west-2.dynamodb" }
  }

  assert {
    condition     = aws_vpc_endpoint.gateway["s3"].policy == var.endpoint_policies.s3 && jsondecode(aws_vpc_endpoint.gateway["dynamodb"].policy).Statement[0].Effect == "Allow"
    error_message = "A gateway endpoint without a policy must have the one of AWS."
  }
}

run "flow_log_in_a_bucket_needs_no_role" {
  command = plan

  variables {
    flow_logs = { s3 = { destination_arn = "arn:aws:s3:::logs/vpc/", aggregation_seconds = 60 } }
  }

  assert {
    condition     = aws_flow_log.this["s3"].log_destination_type == "s3" && aws_flow_log.this["s3"].log_destination == "arn:aws:s3:::logs/vpc/" && aws_flow_log.this["s3"].iam_role_arn == null && length(aws_iam_role.flow_logs) + length(aws_iam_role_policy.flow_logs) == 0
    error_message = "The log delivery service writes to buckets without a role."
  }
}

run "refuses_ranges_routes_and_addresses_out_of_form" {
  command = plan

  variables {
    secondary_cidrs   = ["10.0.0.0/8"]
    pod_subnets       = { us-west-2a = "100.64.0.0/29" }
    nat_addresses     = { us-west-2a = "198.51.100.7" }
    routes            = { private = { "10.0.0.0/8" = "i-0123456789abcdef0" }, public = {}, intra = {} }
    endpoint_policies = { s3 = "[]" }
  }

  expect_failures = [var.secondary_cidrs, var.pod_subnets, var.nat_addresses, var.routes, var.endpoint_policies]
}

run "refuses_pods_in_a_zone_without_nodes" {
  command = plan

  variables {
    pod_subnets = { us-west-2d = "100.64.0.0/19" }
    routes      = { private = { everywhere = "tgw-0123456789abcdef0" }, public = {}, intra = {} }
  }

  expect_failures = [var.pod_subnets, var.routes]
}

# Each run breaks one rule of as many variables as possible, because starting a plan is what costs time. A
# rule that looks at another variable is asked only when that one is right.

run "refuses_what_is_out_of_form" {
  command = plan

  variables {
    name              = "demo.example"
    region            = "us-west-2a"
    partition         = "aws-moon"
    cidr              = "10.0.0.0/8"
    gateway_endpoints = { sts = "com.amazonaws.us-west-2.sts" }
    flow_logs         = { kinesis = { destination_arn = "arn:aws:logs:us-west-2:111122223333:log-group:a", aggregation_seconds = 60, role = { name = "a", path = "/", policy_arns = [], tags = {} } } }
  }

  expect_failures = [var.name, var.region, var.partition, var.cidr, var.gateway_endpoints, var.flow_logs]
}

run "every_subnet_has_a_range_of_ipv6" {
  command = plan

  variables {
    private_subnets = { us-west-2a = "10.20.0.0/19", us-west-2b = "10.20.32.0/19" }
    public_subnets  = { us-west-2a = "10.20.192.0/22" }
    intra_subnets   = { us-west-2a = "10.20.240.0/26" }
    nat_routes      = { us-west-2a = "us-west-2a", us-west-2b = "us-west-2a" }
    ipv6_subnets    = { "private/us-west-2a" = 0, "private/us-west-2b" = 1, "public/us-west-2a" = 16, "intra/us-west-2a" = 32 }
  }

  override_resource {
    target          = aws_vpc.this
    values          = { ipv6_cidr_block = "2600:1f14:abc:de00::/56" }
    override_during = plan
  }

  assert {
    condition     = aws_vpc.this.assign_generated_ipv6_cidr_block && alltrue([for subnets in [aws_subnet.private, aws_subnet.public, aws_subnet.intra] : alltrue([for subnet in subnets : subnet.assign_ipv6_address_on_creation])])
    error_message = "Amazon must give the VPC a range, and every subnet addresses of it."
  }

  assert {
    condition     = [aws_subnet.private["us-west-2a"].ipv6_cidr_block, aws_subnet.private["us-west-2b"].ipv6_cidr_block, aws_subnet.public["us-west-2a"].ipv6_cidr_block, aws_subnet.intra["us-west-2a"].ipv6_cidr_block] == ["2600:1f14:abc:de00::/64", "2600:1f14:abc:de01::/64", "2600:1f14:abc:de10::/64", "2600:1f14:abc:de20::/64"]
    error_message = "Every subnet must have the range of its number."
  }

  assert {
    condition     = keys(aws_route.private_ipv6) == ["us-west-2a", "us-west-2b"] && keys(aws_route.public_ipv6) == ["this"] && keys(aws_egress_only_internet_gateway.this) == ["this"] && keys(aws_route.private_nat) == ["us-west-2a", "us-west-2b"]
    error_message = "Private subnets must let IPv6 out and none in, and send IPv4 through NAT."
  }
}

run "without_ipv6_nothing_of_it_is_there" {
  command = plan

  assert {
    condition     = aws_vpc.this.assign_generated_ipv6_cidr_block == null && !anytrue([for subnet in aws_subnet.private : subnet.assign_ipv6_address_on_creation || subnet.ipv6_cidr_block != null]) && length(aws_egress_only_internet_gateway.this) + length(aws_route.private_ipv6) + length(aws_route.public_ipv6) == 0
    error_message = "A network with IPv4 alone must have no IPv6."
  }
}

run "refuses_a_range_that_the_vpc_does_not_have" {
  command = plan

  variables {
    private_subnets = { us-west-2a = "10.20.0.0/19" }
    public_subnets  = { us-west-2a = "10.20.192.0/22" }
    intra_subnets   = {}
    nat_routes      = {}
    ipv6_subnets    = { "private/us-west-2a" = 0, "public/us-west-2a" = 256 }
  }

  expect_failures = [var.ipv6_subnets]
}

run "refuses_two_subnets_with_one_range" {
  command = plan

  variables {
    private_subnets = { us-west-2a = "10.20.0.0/19" }
    public_subnets  = { us-west-2a = "10.20.192.0/22" }
    intra_subnets   = {}
    nat_routes      = {}
    ipv6_subnets    = { "private/us-west-2a" = 0, "public/us-west-2a" = 0 }
  }

  expect_failures = [var.ipv6_subnets]
}

run "refuses_subnets_aws_would_refuse" {
  command = plan

  variables {
    private_subnets = { us-west-2a = "10.20.0.0" }
    public_subnets  = { us-west-2a = "10.20.192.0/29" }
    intra_subnets   = { us-west-2a = "10.20.240.0/33" }
    flow_logs       = { cloudwatch = { destination_arn = "arn:aws:logs:us-west-2:111122223333:log-group:a", aggregation_seconds = 300, role = { name = "a", path = "/", policy_arns = [], tags = {} } } }
  }

  expect_failures = [var.private_subnets, var.public_subnets, var.intra_subnets, var.flow_logs]
}

run "refuses_subnets_of_another_region" {
  command = plan

  variables {
    private_subnets = { eu-west-1a = "10.20.0.0/19" }
    public_subnets  = { eu-west-1a = "10.20.192.0/22" }
    intra_subnets   = { eu-west-1a = "10.20.240.0/26" }
    flow_logs       = { cloudwatch = { destination_arn = "arn:aws:logs:us-west-2:111122223333:log-group:a", aggregation_seconds = 60, role = { name = "r2345678901234567890123456789012345678901234567890123456789012345", path = "/", policy_arns = [], tags = {} } } }
  }

  expect_failures = [var.private_subnets, var.public_subnets, var.intra_subnets, var.flow_logs]
}

run "refuses_nat_gateway_without_public_subnet" {
  command = plan

  variables {
    nat_zones           = ["us-west-2a", "us-west-2d"]
    interface_endpoints = { sts = "sts" } # the short name where the full one belongs
  }

  expect_failures = [var.nat_zones, var.interface_endpoints]
}

run "refuses_route_to_a_zone_without_nat_gateway" {
  command = plan

  variables {
    nat_routes = { us-west-2b = "us-west-2b" }
  }

  expect_failures = [var.nat_routes]
}

run "refuses_what_needs_private_subnets_when_there_are_none" {
  command = plan

  variables {
    private_subnets     = {}
    nat_routes          = { us-west-2a = "us-west-2a" }
    interface_endpoints = { sts = "com.amazonaws.us-west-2.sts" }
  }

  expect_failures = [var.nat_routes, var.interface_endpoints]
}

run "the_role_of_the_flow_log_is_made_as_described" {
  command = plan

  variables {
    flow_logs = {
      cloudwatch = {
        destination_arn     = "arn:aws:logs:us-west-2:111122223333:log-group:a"
        aggregation_seconds = 60
        role = {
          name                 = "mine"
          path                 = "/eks/"
          permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
          policy_arns          = ["arn:aws:iam::111122223333:policy/more"]
          policy               = "{}"
          tags                 = { part = "role" }
        }
      }
    }
  }

  assert {
    condition     = aws_iam_role.flow_logs["cloudwatch"].path == "/eks/" && aws_iam_role.flow_logs["cloudwatch"].permissions_boundary == "arn:aws:iam::111122223333:policy/boundary" && aws_iam_role.flow_logs["cloudwatch"].tags.part == "role"
    error_message = "The role must have the path, the boundary and the tags."
  }

  assert {
    condition     = [for attachment in aws_iam_role_policy_attachment.flow_logs : attachment.policy_arn] == ["arn:aws:iam::111122223333:policy/more"] && aws_iam_role_policy.flow_logs_own["cloudwatch"].policy == "{}"
    error_message = "The role must have the other policies, and the inline policy."
  }
}

run "a_role_of_the_flow_log_that_exists_is_used_as_it_is" {
  command = plan

  variables {
    flow_logs = {
      cloudwatch = {
        destination_arn     = "arn:aws:logs:us-west-2:111122223333:log-group:a"
        aggregation_seconds = 60
        role                = { arn = "arn:aws:iam::111122223333:role/mine", name = "a", path = "/", policy_arns = ["arn:aws:iam::111122223333:policy/more"], policy = "{}", tags = {} }
      }
    }
  }

  assert {
    condition     = length(aws_iam_role.flow_logs) + length(aws_iam_role_policy.flow_logs) + length(aws_iam_role_policy.flow_logs_own) + length(aws_iam_role_policy_attachment.flow_logs) == 0
    error_message = "Nothing may be made for a role that exists, and nothing attached to it."
  }

  assert {
    condition     = aws_flow_log.this["cloudwatch"].iam_role_arn == "arn:aws:iam::111122223333:role/mine"
    error_message = "The role that exists must be used."
  }
}

run "a_vpc_that_exists_has_an_internet_gateway_for_public_subnets" {
  command = plan

  variables {
    existing = {
      vpc_id              = "vpc-0123456789abcdef0"
      account_id          = "111122223333"
      nat_gateway_ids     = {}
      private_subnet_ids  = []
      public_subnet_ids   = []
      intra_subnet_ids    = []
      endpoint_subnet_ids = []
      route_table_ids     = []
    }
  }

  expect_failures = [var.existing]
}
