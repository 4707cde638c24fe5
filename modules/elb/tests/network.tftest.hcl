mock_provider "aws" {}

variables {
  name       = "edge"
  kind       = "network"
  internal   = false
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  listeners = {
    "443" = { port = 443, protocol = "TLS", certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/1", redirect_https = false, target_port = 30443, target_protocol = "TCP" }
    "80"  = { port = 80, protocol = "TCP", redirect_https = false, target_port = 30080, target_protocol = "TCP" }
    "53"  = { port = 53, protocol = "TCP_UDP", redirect_https = false, target_port = 30053, target_protocol = "TCP_UDP" }
  }
  target_groups = {
    "443" = { name = "edge-443-1a2b3c4d", port = 30443, protocol = "TCP", target_type = "instance", node_groups = ["api", "web"], health_check_protocol = "HTTP", health_check_port = "30080" }
    "80"  = { name = "edge-80-1a2b3c4d", port = 30080, protocol = "TCP", target_type = "instance", node_groups = ["api", "web"], health_check_protocol = "HTTP", health_check_port = "30080" }
    "53"  = { name = "edge-53-1a2b3c4d", port = 30053, protocol = "TCP_UDP", target_type = "instance", node_groups = ["api", "web"], health_check_protocol = "HTTP", health_check_port = "30080" }
  }
  rules                         = {}
  additional_security_group_ids = []
  health_check                  = { protocol = "HTTP", port = 30080, path = "/healthz", interval = 10, timeout = 5, healthy = 2, unhealthy = 3 }
  targets                       = { web = "eks-web-1", api = "eks-api-1" }
  node_security_group_id        = "sg-0123456789abcdef0"
  sources                       = ["0.0.0.0/0", "::/0", "sg-0123456789abcdef1", "pl-0123456789abcdef0"]
  ipv6_sources                  = {}
  ip_family                     = "ipv4"
  cross_zone                    = true
  draining                      = { enabled = true, timeout = 60 }
  idle_timeout                  = 120
  proxy_protocol                = true
  preserve_client_ip            = true
  deletion_protection           = false
  tags                          = { team = "platform" }
}

run "network_load_balancer_with_its_own_group" {
  command = plan

  assert {
    condition     = keys(aws_lb.this) == ["this"] && length(aws_elb.this) == 0 && aws_lb.this["this"].load_balancer_type == "network" && !aws_lb.this["this"].internal && output.name == "edge"
    error_message = "There must be one network load balancer and no classic one."
  }

  assert {
    condition     = aws_lb.this["this"].enable_cross_zone_load_balancing && !aws_lb.this["this"].enable_deletion_protection && aws_lb.this["this"].subnets == toset(var.subnet_ids)
    error_message = "Cross-zone balancing and deletion protection must be set in so many words."
  }

  assert {
    condition     = aws_lb_listener.this["443"].ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06" && aws_lb_listener.this["443"].certificate_arn == var.listeners["443"].certificate_arn && aws_lb_listener.this["443"].port == 443
    error_message = "TLS must start at version 1.2 when no policy is named."
  }

  assert {
    condition     = aws_lb_listener.this["80"].tcp_idle_timeout_seconds == 120 && alltrue([for key in ["80", "443", "53"] : aws_lb_listener.this[key].default_action[0].type == "forward"])
    error_message = "Every listener forwards, and the idle timeout is that of TCP."
  }

  assert {
    condition     = { for key, group in aws_lb_target_group.this : key => "${group.name} ${group.protocol}/${group.port} ${group.target_type}" } == { "443" = "edge-443-1a2b3c4d TCP/30443 instance", "53" = "edge-53-1a2b3c4d TCP_UDP/30053 instance", "80" = "edge-80-1a2b3c4d TCP/30080 instance" }
    error_message = "Every listener must have a target group of its own."
  }

  assert {
    condition     = alltrue([for group in aws_lb_target_group.this : group.proxy_protocol_v2 && group.deregistration_delay == "60" && group.health_check[0].path == "/healthz" && group.health_check[0].port == "30080" && group.health_check[0].healthy_threshold == 2 && group.health_check[0].unhealthy_threshold == 3])
    error_message = "Every target group must have the health check, draining and the PROXY protocol."
  }

  assert {
    condition     = aws_lb_target_group.this["80"].preserve_client_ip == "true"
    error_message = "A TCP target group must keep the client's address."
  }

  assert {
    condition     = keys(aws_autoscaling_attachment.target_group) == ["443/api", "443/web", "53/api", "53/web", "80/api", "80/web"] && aws_autoscaling_attachment.target_group["80/web"].autoscaling_group_name == "eks-web-1" && length(aws_autoscaling_attachment.classic) == 0
    error_message = "Every node group must be behind every listener."
  }
}

run "doors_open_for_the_listeners_and_no_further" {
  command = plan

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.clients) == ["443/tcp/0.0.0.0/0", "443/tcp/::/0", "443/tcp/pl-0123456789abcdef0", "443/tcp/sg-0123456789abcdef1", "53/tcp/0.0.0.0/0", "53/tcp/::/0", "53/tcp/pl-0123456789abcdef0", "53/tcp/sg-0123456789abcdef1", "53/udp/0.0.0.0/0", "53/udp/::/0", "53/udp/pl-0123456789abcdef0", "53/udp/sg-0123456789abcdef1", "80/tcp/0.0.0.0/0", "80/tcp/::/0", "80/tcp/pl-0123456789abcdef0", "80/tcp/sg-0123456789abcdef1"]
    error_message = "Every listener needs a rule for each transport and range."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.clients["53/udp/::/0"].cidr_ipv6 == "::/0" && aws_vpc_security_group_ingress_rule.clients["53/udp/::/0"].cidr_ipv4 == null && aws_vpc_security_group_ingress_rule.clients["443/tcp/0.0.0.0/0"].cidr_ipv4 == "0.0.0.0/0" && aws_vpc_security_group_ingress_rule.clients["80/tcp/sg-0123456789abcdef1"].referenced_security_group_id == "sg-0123456789abcdef1" && aws_vpc_security_group_ingress_rule.clients["80/tcp/pl-0123456789abcdef0"].prefix_list_id == "pl-0123456789abcdef0" && alltrue([for rule in aws_vpc_security_group_ingress_rule.clients : rule.from_port == rule.to_port])
    error_message = "A rule must name one port and a range of its own family."
  }

  assert {
    condition     = keys(aws_vpc_security_group_egress_rule.nodes) == ["tcp/30053", "tcp/30080", "tcp/30443", "udp/30053"] && keys(aws_vpc_security_group_ingress_rule.nodes) == keys(aws_vpc_security_group_egress_rule.nodes)
    error_message = "The load balancer must reach the nodes on the target and health ports only, and the nodes must let it."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.nodes : rule.security_group_id == "sg-0123456789abcdef0" && rule.cidr_ipv4 == null]) && alltrue([for rule in aws_vpc_security_group_egress_rule.nodes : rule.referenced_security_group_id == "sg-0123456789abcdef0"])
    error_message = "The rules between load balancer and nodes must name groups, not ranges."
  }
}

# Each run breaks one rule of as many variables as possible, because starting a plan is what costs time. A
# rule that looks at another variable is asked only when that one is right.

run "refuses_what_is_out_of_form" {
  command = plan

  variables {
    name                   = "edge-"
    kind                   = "gateway"
    vpc_id                 = "main"
    node_security_group_id = "default"
    sources                = []
    draining               = { enabled = true, timeout = 3601 }
  }

  expect_failures = [var.name, var.kind, var.vpc_id, var.node_security_group_id, var.sources, var.draining]
}

run "refuses_what_a_network_load_balancer_does_not_know" {
  command = plan

  variables {
    name         = "internal-edge"
    subnet_ids   = []
    listeners    = { "80" = { port = 80, protocol = "HTTP", redirect_https = false, target_port = 30080, target_protocol = "HTTP" } }
    health_check = { protocol = "SSL", port = 30080, interval = 10, timeout = 5, healthy = 2, unhealthy = 3 }
    sources      = ["world"]
    idle_timeout = 30
  }

  expect_failures = [var.name, var.subnet_ids, var.listeners, var.health_check, var.sources, var.idle_timeout]
}

run "refuses_no_listener_and_health_port_0" {
  command = plan

  variables {
    subnet_ids   = ["us-west-2a"]
    listeners    = {}
    health_check = { protocol = "TCP", port = 0, interval = 10, timeout = 5, healthy = 2, unhealthy = 3 }
  }

  expect_failures = [var.subnet_ids, var.listeners, var.health_check]
}

run "refuses_wrong_listener_key_and_path_without_http" {
  command = plan

  variables {
    listeners    = { "81" = { port = 80, protocol = "TCP", redirect_https = false, target_port = 30080, target_protocol = "TCP" } }
    health_check = { protocol = "TCP", port = 30080, path = "/", interval = 10, timeout = 5, healthy = 2, unhealthy = 3 }
  }

  expect_failures = [var.listeners, var.health_check]
}

run "refuses_tls_without_certificate_and_hasty_interval" {
  command = plan

  variables {
    listeners    = { "443" = { port = 443, protocol = "TLS", redirect_https = false, target_port = 30443, target_protocol = "TCP" } }
    health_check = { protocol = "TCP", port = 30080, interval = 4, timeout = 3, healthy = 2, unhealthy = 3 }
  }

  expect_failures = [var.listeners, var.health_check]
}

run "refuses_certificate_that_is_no_arn_and_timeout_longer_than_interval" {
  command = plan

  variables {
    listeners    = { "443" = { port = 443, protocol = "TLS", certificate_arn = "cert.pem", redirect_https = false, target_port = 30443, target_protocol = "TCP" } }
    health_check = { protocol = "TCP", port = 30080, interval = 10, timeout = 10, healthy = 2, unhealthy = 3 }
  }

  expect_failures = [var.listeners, var.health_check]
}

run "refuses_tls_policy_without_tls_and_single_check" {
  command = plan

  variables {
    listeners    = { "80" = { port = 80, protocol = "TCP", ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06", redirect_https = false, target_port = 30080, target_protocol = "TCP" } }
    health_check = { protocol = "TCP", port = 30080, interval = 10, timeout = 5, healthy = 1, unhealthy = 3 }
  }

  expect_failures = [var.listeners, var.health_check]
}

run "refuses_rules_and_http_check_without_path" {
  command = plan

  variables {
    rules        = { "80/1" = { listener_port = 80, priority = 1, hosts = ["a.example.com"], paths = [], headers = {}, targets = { "80" = 1 } } }
    health_check = { protocol = "HTTP", port = 30080, interval = 10, timeout = 5, healthy = 2, unhealthy = 3 }
    stickiness   = { cookie = "session" }
    web_acl_arn  = "arn:aws:wafv2:us-west-2:111122223333:regional/webacl/shop/1"
  }

  expect_failures = [var.rules, var.health_check, var.stickiness, var.web_acl_arn]
}

run "refuses_targets_on_another_layer" {
  command = plan

  variables {
    listeners = { "80" = { port = 80, protocol = "TCP", redirect_https = false, target_port = 30080, target_protocol = "HTTP" } }
  }

  expect_failures = [var.listeners]
}

run "refuses_target_group_name_that_is_too_long" {
  command = plan

  variables {
    listeners     = { "80" = { port = 80, protocol = "TCP", redirect_https = false, target_protocol = "TCP" } }
    target_groups = { "80" = { name = "t23456789012345678901234567890123", port = 30080, protocol = "TCP", target_type = "instance", node_groups = ["web"], health_check_protocol = "HTTP", health_check_port = "30080" } }
  }

  expect_failures = [var.target_groups]
}

run "clients_stay_by_their_address_and_choose_certificates" {
  command = plan

  variables {
    stickiness = {}
    listeners = {
      "443" = { port = 443, protocol = "TLS", certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/1", additional_certificate_arns = ["arn:aws:acm:us-west-2:111122223333:certificate/2", "arn:aws:acm:us-west-2:111122223333:certificate/3"], redirect_https = false, target_protocol = "TCP" }
      "80"  = { port = 80, protocol = "TCP", redirect_https = false, target_protocol = "TCP" }
    }
    access_logs = {}
    log_bucket  = { name = "edge-logs-111122223333-1a2b3c4d", partition = "aws-cn", region = "cn-north-1", account_id = "111122223333", writer_account = "638102146993", expiry_days = 30 }
  }

  assert {
    condition     = keys(aws_lb_listener_certificate.this) == ["443/arn:aws:acm:us-west-2:111122223333:certificate/2", "443/arn:aws:acm:us-west-2:111122223333:certificate/3"]
    error_message = "Each further certificate must be a resource of its own."
  }

  assert {
    condition     = aws_lb_target_group.this["80"].stickiness[0].enabled && aws_lb_target_group.this["80"].stickiness[0].type == "source_ip" && !aws_lb_target_group.this["443"].stickiness[0].enabled
    error_message = "TLS has no stickiness on a network load balancer."
  }

  assert {
    condition     = [for statement in jsondecode(aws_s3_bucket_policy.logs["this"].policy).Statement : try(statement.Principal.Service, "") if statement.Effect == "Allow"] == ["delivery.logs.amazonaws.com", "delivery.logs.amazonaws.com"] && jsondecode(aws_s3_bucket_policy.logs["this"].policy).Statement[1].Condition.ArnLike["aws:SourceArn"] == "arn:aws-cn:logs:cn-north-1:111122223333:*"
    error_message = "A network load balancer writes through the delivery of logs, for this account only."
  }
}

run "pods_on_all_their_ports" {
  command = plan

  variables {
    target_groups = {
      "443" = { name = "edge-443-1a2b3c4d", port = 1, protocol = "TCP", target_type = "ip", node_groups = [], health_check_protocol = "TCP", health_check_port = "traffic-port" }
      "80"  = { name = "edge-80-1a2b3c4d", port = 8080, protocol = "TCP", target_type = "ip", node_groups = [], health_check_protocol = "TCP", health_check_port = "traffic-port" }
      "53"  = { name = "edge-53-1a2b3c4d", port = 53, protocol = "TCP_UDP", target_type = "ip", node_groups = [], health_check_protocol = "TCP", health_check_port = "traffic-port" }
    }
    targets = {}
  }

  assert {
    condition     = aws_lb_target_group.this["443"].target_type == "ip" && length(aws_autoscaling_attachment.target_group) == 0 && length(aws_vpc_security_group_ingress_rule.nodes) == 0 && keys(aws_vpc_security_group_ingress_rule.pods) == ["tcp", "udp"] && aws_vpc_security_group_ingress_rule.pods["udp"].to_port == 65535
    error_message = "Which ports pods have is known to their Services only."
  }
}

run "no_group_has_a_name_that_begins_like_an_id" {
  command = plan

  variables {
    name = "sg-prod"
  }

  assert {
    condition     = aws_security_group.this.name == "eks-sg-prod-load-balancer"
    error_message = "AWS refuses names of security groups that begin with \"sg-\"."
  }
}

run "reaches_nodes_by_their_ipv6_addresses" {
  command = plan

  variables {
    internal     = true
    ip_family    = "ipv6"
    ipv6_sources = { vpc = "2600:1f14:abc:de00::/56" }
  }

  assert {
    condition     = aws_lb.this["this"].ip_address_type == "dualstack" && alltrue([for group in aws_lb_target_group.this : group.ip_address_type == "ipv6"])
    error_message = "NodePorts of an IPv6 cluster answer on IPv6 addresses only."
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.vpc_ipv6) == ["443/tcp/vpc", "53/tcp/vpc", "53/udp/vpc", "80/tcp/vpc"] && alltrue([for rule in aws_vpc_security_group_ingress_rule.vpc_ipv6 : rule.cidr_ipv6 == "2600:1f14:abc:de00::/56"])
    error_message = "The VPC must reach every listener over IPv6, too."
  }
}

run "refuses_a_family_and_a_range_that_are_none" {
  command = plan

  variables {
    ip_family    = "IPv6"
    ipv6_sources = { vpc = "10.20.0.0/16" }
  }

  expect_failures = [var.ip_family, var.ipv6_sources]
}
