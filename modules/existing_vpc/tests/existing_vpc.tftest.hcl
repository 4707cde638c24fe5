mock_provider "aws" {
  mock_data "aws_vpc" {
    defaults = {
      owner_id                = "111122223333"
      enable_dns_support      = true
      enable_dns_hostnames    = true
      cidr_block_associations = [{ association_id = "a", cidr_block = "10.0.0.0/16", state = "associated" }]
    }
  }

  mock_data "aws_subnet" {
    defaults = {
      vpc_id                     = "vpc-0123456789abcdef0"
      availability_zone          = "us-west-2a"
      cidr_block                 = "10.0.0.0/19"
      map_public_ip_on_launch    = true
      available_ip_address_count = 100
      tags                       = { "kubernetes.io/role/elb" = "1", "kubernetes.io/role/internal-elb" = "" }
    }
  }

  mock_data "aws_route_tables" {
    defaults = { ids = ["rtb-0123456789abcdef0"] }
  }

  mock_data "aws_route_table" {
    defaults = {
      associations = [{ main = true, subnet_id = "", gateway_id = "", route_table_id = "rtb-0123456789abcdef0", route_table_association_id = "a" }]
      routes = [{
        cidr_block             = "0.0.0.0/0", gateway_id = "igw-0123456789abcdef0", carrier_gateway_id = "", core_network_arn = "", destination_prefix_list_id = "",
        egress_only_gateway_id = "", instance_id = "", ipv6_cidr_block = "", local_gateway_id = "", nat_gateway_id = "", network_interface_id = "",
        transit_gateway_id     = "", vpc_endpoint_id = "", vpc_peering_connection_id = ""
      }]
    }
  }

  mock_data "aws_security_group" {
    defaults = { vpc_id = "vpc-0123456789abcdef0" }
  }

  mock_data "aws_subnets" {
    defaults = { ids = ["subnet-0123456789abcdef9"] }
  }

  mock_data "aws_internet_gateway" {
    defaults = { attachments = [{ state = "available", vpc_id = "vpc-0123456789abcdef0" }] }
  }

  mock_data "aws_nat_gateway" {
    defaults = { vpc_id = "vpc-0123456789abcdef0", state = "available" }
  }
}

variables {
  region                   = "us-west-2"
  vpc_id                   = "vpc-0123456789abcdef0"
  account_id               = "111122223333"
  owner_only               = ["VPC endpoints", "flow logs", "subnets"]
  cidrs                    = ["10.0.0.0/16"]
  subnets                  = { "subnet-0123456789abcdef0" = { tier = "public", zone = "us-west-2a", cidr = "10.0.0.0/19" } }
  control_plane_subnet_ids = ["subnet-0123456789abcdef0"]
  node_subnet_ids          = ["subnet-0123456789abcdef0"]
  managed_node_subnet_ids  = ["subnet-0123456789abcdef0"]
  has_endpoints            = false
  internet_gateway_ids     = ["igw-0123456789abcdef0"]
  nat_gateway_ids          = { us-west-2a = "nat-0123456789abcdef0" }
  new_subnets              = { demo-private-us-west-2a = "10.0.32.0/19" }
  security_group_ids       = []
  ip_family                = "ipv4"
}

run "what_is_as_the_spec_says_is_accepted" {
  command = plan

  assert {
    condition     = output.vpc_id != "" && length(output.route_table_ids) == 0
    error_message = "Only private and intra subnets give their route tables."
  }
}

run "a_subnet_of_another_zone_is_refused" {
  command = plan

  variables {
    subnets = { "subnet-0123456789abcdef0" = { tier = "public", zone = "us-west-2b" } }
  }

  expect_failures = [data.aws_subnet.this]
}

run "a_subnet_of_another_range_is_refused" {
  command = plan

  variables {
    subnets = { "subnet-0123456789abcdef0" = { tier = "public", zone = "us-west-2a", cidr = "10.0.32.0/19" } }
  }

  expect_failures = [data.aws_subnet.this]
}

run "a_subnet_of_another_vpc_and_its_gateways_are_refused" {
  command = plan

  variables {
    vpc_id = "vpc-0fedcba9876543210"
  }

  expect_failures = [data.aws_subnet.this, data.aws_internet_gateway.this, data.aws_nat_gateway.this]
}

run "subnets_without_nodes_of_eks_need_no_public_addresses" {
  command = plan

  variables {
    managed_node_subnet_ids = []
  }

  override_data {
    target          = data.aws_subnet.this
    override_during = plan
    values          = { vpc_id = "vpc-0123456789abcdef0", availability_zone = "us-west-2a", cidr_block = "10.0.0.0/19", map_public_ip_on_launch = false, available_ip_address_count = 100, tags = { "kubernetes.io/role/elb" = "1" } }
  }
}

run "nodes_in_public_subnets_need_public_addresses" {
  command = plan

  override_data {
    target          = data.aws_subnet.this
    override_during = plan
    values          = { vpc_id = "vpc-0123456789abcdef0", availability_zone = "us-west-2a", cidr_block = "10.0.0.0/19", map_public_ip_on_launch = false }
  }

  expect_failures = [data.aws_subnet.this]
}

run "a_public_subnet_needs_a_route_to_the_internet_and_a_private_one_is_warned" {
  command = plan

  variables {
    subnets = {
      "subnet-0123456789abcdef0" = { tier = "public", zone = "us-west-2a" }
      "subnet-0123456789abcdef1" = { tier = "private", zone = "us-west-2a" }
    }
  }

  override_data {
    target          = data.aws_route_table.this
    override_during = plan
    values          = { associations = [{ main = true, subnet_id = "", gateway_id = "", route_table_id = "rtb-0123456789abcdef0", route_table_association_id = "a" }], routes = [] }
  }

  expect_failures = [data.aws_subnet.this, check.way_out]
}

run "a_firewall_may_stand_before_the_internet_gateway" {
  command = plan

  variables {
    subnets = {
      "subnet-0123456789abcdef0" = { tier = "public", zone = "us-west-2a" }
      "subnet-0123456789abcdef1" = { tier = "private", zone = "us-west-2a" }
    }
  }

  override_data {
    target          = data.aws_route_table.this
    override_during = plan
    values = {
      associations = [{ main = true, subnet_id = "", gateway_id = "", route_table_id = "rtb-0123456789abcdef0", route_table_association_id = "a" }]
      routes = [{
        cidr_block             = "0.0.0.0/0", gateway_id = "", carrier_gateway_id = "", core_network_arn = "", destination_prefix_list_id = "",
        egress_only_gateway_id = "", instance_id = "", ipv6_cidr_block = "", local_gateway_id = "", nat_gateway_id = "", network_interface_id = "",
        transit_gateway_id     = "", vpc_endpoint_id = "vpce-0123456789abcdef0", vpc_peering_connection_id = ""
      }]
    }
  }

  assert {
    condition     = output.vpc_id != ""
    error_message = "Both tiers reach the internet through the firewall."
  }
}

run "endpoints_replace_the_way_out" {
  command = plan

  variables {
    subnets       = { "subnet-0123456789abcdef0" = { tier = "private", zone = "us-west-2a" } }
    has_endpoints = true
  }

  assert {
    condition     = output.route_table_ids == tolist(["rtb-0123456789abcdef0"])
    error_message = "A private subnet without a table of its own uses the main one."
  }
}

run "a_private_subnet_behind_an_internet_gateway_is_warned" {
  command = plan

  variables {
    subnets = { "subnet-0123456789abcdef0" = { tier = "private", zone = "us-west-2a" } }
  }

  expect_failures = [check.way_out]
}

run "new_subnets_keep_off_others" {
  command = plan

  variables {
    new_subnets = { demo-private-us-west-2a = "10.0.16.0/20" }
  }

  expect_failures = [data.aws_vpc.this]
}

run "ranges_are_those_of_the_vpc" {
  command = plan

  variables {
    cidrs = ["10.1.0.0/16"]
  }

  expect_failures = [data.aws_vpc.this]
}

run "only_the_owner_makes_subnets_endpoints_and_flow_logs" {
  command = plan

  variables {
    account_id = "444455556666"
  }

  expect_failures = [data.aws_vpc.this]
}

run "subnets_of_a_shared_vpc_can_be_used" {
  command = plan

  variables {
    account_id  = "444455556666"
    owner_only  = []
    new_subnets = {}
  }

  assert {
    condition     = output.vpc_id != ""
    error_message = "A VPC that another account shares must be accepted."
  }
}

run "tags_of_a_shared_subnet_are_those_of_the_account" {
  command = plan

  variables {
    account_id  = "444455556666"
    owner_only  = []
    new_subnets = {}
  }

  override_data {
    target          = data.aws_subnet.this
    override_during = plan
    values          = { vpc_id = "vpc-0123456789abcdef0", availability_zone = "us-west-2a", cidr_block = "10.0.0.0/19", map_public_ip_on_launch = true, available_ip_address_count = 100, tags = {} }
  }

  expect_failures = [check.load_balancer_tags]
}

run "dns_must_be_on" {
  command = plan

  override_data {
    target          = data.aws_vpc.this
    override_during = plan
    values          = { owner_id = "111122223333", enable_dns_support = true, enable_dns_hostnames = false, cidr_block_associations = [{ association_id = "a", cidr_block = "10.0.0.0/16", state = "associated" }] }
  }

  expect_failures = [data.aws_vpc.this]
}

run "an_ipv6_cluster_in_a_vpc_with_ipv6_is_accepted" {
  command = plan

  variables {
    ip_family     = "ipv6"
    subnets       = { "subnet-0123456789abcdef0" = { tier = "private", zone = "us-west-2a" } }
    has_endpoints = true
  }

  override_data {
    target          = data.aws_vpc.this
    override_during = plan
    values          = { owner_id = "111122223333", enable_dns_support = true, enable_dns_hostnames = true, ipv6_cidr_block = "2001:db8::/56", cidr_block_associations = [{ association_id = "a", cidr_block = "10.0.0.0/16", state = "associated" }] }
  }

  override_data {
    target          = data.aws_subnet.this
    override_during = plan
    values          = { vpc_id = "vpc-0123456789abcdef0", availability_zone = "us-west-2a", cidr_block = "10.0.0.0/19", available_ip_address_count = 100, ipv6_cidr_block = "2001:db8::/64", assign_ipv6_address_on_creation = true, tags = { "kubernetes.io/role/internal-elb" = "1" } }
  }

  assert {
    condition     = output.ipv6_cidr == "2001:db8::/56"
    error_message = "The IPv6 range is that of the VPC."
  }
}

run "ipv6_needs_a_range_of_the_vpc_and_of_subnets_and_a_route" {
  command = plan

  variables {
    ip_family = "ipv6"
  }

  override_data {
    target          = data.aws_vpc.this
    override_during = plan
    values          = { owner_id = "111122223333", enable_dns_support = true, enable_dns_hostnames = true, ipv6_cidr_block = "", cidr_block_associations = [{ association_id = "a", cidr_block = "10.0.0.0/16", state = "associated" }] }
  }

  override_data {
    target          = data.aws_subnet.this
    override_during = plan
    values          = { vpc_id = "vpc-0123456789abcdef0", availability_zone = "us-west-2a", cidr_block = "10.0.0.0/19", available_ip_address_count = 100, map_public_ip_on_launch = true, ipv6_cidr_block = "", assign_ipv6_address_on_creation = true, tags = { "kubernetes.io/role/elb" = "1" } }
  }

  expect_failures = [data.aws_vpc.this, data.aws_subnet.this, check.ipv6_way_out]
}

run "nodes_with_ipv6_need_addresses_on_creation" {
  command = plan

  variables {
    ip_family     = "ipv6"
    subnets       = { "subnet-0123456789abcdef0" = { tier = "private", zone = "us-west-2a" } }
    has_endpoints = true
  }

  override_data {
    target          = data.aws_vpc.this
    override_during = plan
    values          = { owner_id = "111122223333", enable_dns_support = true, enable_dns_hostnames = true, ipv6_cidr_block = "2001:db8::/56", cidr_block_associations = [{ association_id = "a", cidr_block = "10.0.0.0/16", state = "associated" }] }
  }

  override_data {
    target          = data.aws_subnet.this
    override_during = plan
    values          = { vpc_id = "vpc-0123456789abcdef0", availability_zone = "us-west-2a", cidr_block = "10.0.0.0/19", available_ip_address_count = 100, ipv6_cidr_block = "2001:db8::/64", assign_ipv6_address_on_creation = false, tags = { "kubernetes.io/role/internal-elb" = "1" } }
  }

  expect_failures = [data.aws_subnet.this]
}

run "refused_values" {
  command = plan

  variables {
    vpc_id               = "demo"
    cidrs                = []
    subnets              = { demo = { tier = "private", zone = "us-west-2a" } }
    internet_gateway_ids = ["nat-0123456789abcdef0"]
    nat_gateway_ids      = { us-west-2a = "igw-0123456789abcdef0" }
    new_subnets          = { demo = "demo" }
    ip_family            = "dual"
    security_group_ids   = ["group"]
    account_id           = "demo"
    owner_only           = ["gateways"]
  }

  expect_failures = [var.account_id, var.owner_only, var.vpc_id, var.cidrs, var.subnets, var.internet_gateway_ids, var.nat_gateway_ids, var.new_subnets, var.ip_family, var.security_group_ids]
}

run "refused_region" {
  command = plan

  variables {
    region = "oregon"
  }

  expect_failures = [var.region]
}

run "refused_subnets_of_nodes" {
  command = plan

  variables {
    node_subnet_ids = ["subnet-0123456789abcdef7"]
  }

  expect_failures = [var.node_subnet_ids]
}

run "refused_subnets_of_nodes_of_eks" {
  command = plan

  variables {
    managed_node_subnet_ids = ["subnet-0123456789abcdef7"]
  }

  expect_failures = [var.managed_node_subnet_ids]
}

run "refused_subnets_of_the_control_plane" {
  command = plan

  variables {
    control_plane_subnet_ids = ["subnet-0123456789abcdef7"]
  }

  expect_failures = [var.control_plane_subnet_ids]
}

run "security_group_of_another_vpc" {
  command = plan

  variables {
    security_group_ids = ["sg-0123456789abcdef0"]
  }

  override_data {
    target = data.aws_security_group.this
    values = { vpc_id = "vpc-0123456789abcdef9" }
  }

  expect_failures = [data.aws_security_group.this]
}

run "security_group_of_the_vpc" {
  command = plan

  variables {
    security_group_ids = ["sg-0123456789abcdef0"]
  }
}
