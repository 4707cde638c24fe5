mock_provider "aws" {}

variables {
  name            = "demo"
  region          = "us-west-2"
  partition       = "aws"
  cidr            = "10.20.0.0/16"
  private_subnets = { us-west-2a = "10.20.0.0/19", us-west-2b = "10.20.32.0/19", us-west-2c = "10.20.64.0/19" }
  public_subnets  = { us-west-2a = "10.20.192.0/22", us-west-2b = "10.20.196.0/22", us-west-2c = "10.20.200.0/22" }
  intra_subnets   = { us-west-2a = "10.20.240.0/26", us-west-2b = "10.20.240.64/26", us-west-2c = "10.20.240.128/26" }
  nat_zones       = []
  nat_routes      = { us-west-2a = "us-west-2a", us-west-2b = "us-west-2a", us-west-2c = "us-west-2a" }

  existing = {
    vpc_id              = "vpc-0123456789abcdef0"
    account_id          = "111122223333"
    internet_gateway_id = "igw-0123456789abcdef0"
    nat_gateway_ids     = { us-west-2a = "nat-0123456789abcdef0" }
    private_subnet_ids  = []
    public_subnet_ids   = []
    intra_subnet_ids    = []
    endpoint_subnet_ids = []
    route_table_ids     = []
  }

  secondary_cidrs   = []
  ipv6_subnets      = {}
  pod_subnets       = {}
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

run "new_subnets_use_the_vpc_and_gateways_that_exist" {
  command = plan

  assert {
    condition     = length(aws_vpc.this) + length(aws_default_security_group.this) + length(aws_internet_gateway.this) + length(aws_nat_gateway.this) + length(aws_eip.nat) == 0
    error_message = "Nothing that exists may be made again."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.private : subnet.vpc_id == "vpc-0123456789abcdef0"]) && length(aws_subnet.private) == 3
    error_message = "The subnets must be in the VPC that exists."
  }

  assert {
    condition     = aws_route.public_internet["this"].gateway_id == "igw-0123456789abcdef0" && alltrue([for route in aws_route.private_nat : route.nat_gateway_id == "nat-0123456789abcdef0"])
    error_message = "New subnets must use the gateways that exist."
  }
}

run "subnets_that_exist_are_passed_on" {
  command = plan

  variables {
    secondary_cidrs     = ["10.21.0.0/16"]
    private_subnets     = {}
    public_subnets      = {}
    intra_subnets       = {}
    nat_routes          = {}
    interface_endpoints = { sts = "com.amazonaws.us-west-2.sts" }

    existing = {
      vpc_id              = "vpc-0123456789abcdef0"
      account_id          = "111122223333"
      nat_gateway_ids     = {}
      private_subnet_ids  = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
      public_subnet_ids   = ["subnet-0123456789abcdef2"]
      intra_subnet_ids    = ["subnet-0123456789abcdef3"]
      endpoint_subnet_ids = ["subnet-0123456789abcdef0"]
      route_table_ids     = ["rtb-0123456789abcdef0"]
    }
  }

  assert {
    condition     = length(aws_route_table.private) + length(aws_route_table.public) + length(aws_route_table.intra) + length(aws_vpc_ipv4_cidr_block_association.this) == 0
    error_message = "Subnets that exist keep their routes, and the VPC its ranges."
  }

  assert {
    condition     = keys(output.private_subnet_ids) == ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] && values(output.public_subnet_ids) == ["subnet-0123456789abcdef2"]
    error_message = "Subnets that exist must be outputs by their ids."
  }

  assert {
    condition     = aws_vpc_endpoint.interface["sts"].subnet_ids == toset(["subnet-0123456789abcdef0"]) && aws_vpc_endpoint.gateway["s3"].route_table_ids == toset(["rtb-0123456789abcdef0"])
    error_message = "Endpoints must be in the subnets and route tables that exist."
  }
}
