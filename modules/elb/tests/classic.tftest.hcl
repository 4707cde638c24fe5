mock_provider "aws" {}

variables {
  name       = "old"
  kind       = "classic"
  internal   = false
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0"]
  listeners = {
    "443" = { port = 443, protocol = "SSL", certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/1", redirect_https = false, target_port = 30443, target_protocol = "TCP" }
    "444" = { port = 444, protocol = "TCP", redirect_https = false, target_port = 30443, target_protocol = "TCP" }
  }
  target_groups                 = {}
  rules                         = {}
  additional_security_group_ids = []
  health_check                  = { protocol = "TCP", port = 30443, interval = 10, timeout = 5, healthy = 2, unhealthy = 3 }
  targets                       = { web = "eks-web-1" }
  node_security_group_id        = "sg-0123456789abcdef0"
  sources                       = ["203.0.113.0/24"]
  ipv6_sources                  = {}
  ip_family                     = "ipv4"
  cross_zone                    = true
  draining                      = { enabled = true, timeout = 60 }
  idle_timeout                  = 90
  proxy_protocol                = true
  preserve_client_ip            = false
  deletion_protection           = false
  tags                          = { team = "platform" }
}

run "classic_load_balancer_with_tls_and_proxy_protocol" {
  command = plan

  assert {
    condition     = keys(aws_elb.this) == ["this"] && length(aws_lb.this) + length(aws_lb_listener.this) + length(aws_lb_target_group.this) + length(aws_autoscaling_attachment.target_group) == 0 && output.name == "old"
    error_message = "There must be one classic load balancer and nothing of the newer kinds."
  }

  assert {
    condition     = toset([for listener in aws_elb.this["this"].listener : "${listener.lb_protocol}:${listener.lb_port} ${listener.instance_protocol}:${listener.instance_port}"]) == toset(["ssl:443 tcp:30443", "tcp:444 tcp:30443"])
    error_message = "The listeners must be written in lower case, as AWS answers them."
  }

  assert {
    condition     = aws_elb.this["this"].health_check[0].target == "TCP:30443" && aws_elb.this["this"].connection_draining && aws_elb.this["this"].connection_draining_timeout == 60 && aws_elb.this["this"].idle_timeout == 90 && aws_elb.this["this"].cross_zone_load_balancing
    error_message = "Health check, draining and timeouts must be the given ones."
  }

  assert {
    condition     = keys(aws_load_balancer_policy.tls) == ["443"] && one(aws_load_balancer_policy.tls["443"].policy_attribute).value == "ELBSecurityPolicy-TLS-1-2-2017-01" && aws_load_balancer_listener_policy.this["443"].policy_names == toset(["tls-443"])
    error_message = "TLS must start at version 1.2 when no policy is named."
  }

  assert {
    condition     = keys(aws_load_balancer_backend_server_policy.proxy_protocol) == ["30443"] && aws_load_balancer_policy.proxy_protocol["this"].policy_type_name == "ProxyProtocolPolicyType"
    error_message = "The PROXY protocol must be on once for each port of the nodes."
  }

  assert {
    condition     = keys(aws_autoscaling_attachment.classic) == ["web"] && aws_autoscaling_attachment.classic["web"].autoscaling_group_name == "eks-web-1"
    error_message = "Every node group must be behind the load balancer."
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.clients) == ["443/tcp/203.0.113.0/24", "444/tcp/203.0.113.0/24"] && keys(aws_vpc_security_group_ingress_rule.nodes) == ["tcp/30443"]
    error_message = "Listeners that share a port of the nodes need one rule there."
  }
}

run "http_health_check_and_nothing_extra" {
  command = plan

  variables {
    health_check   = { protocol = "HTTP", port = 30080, path = "/healthz", interval = 10, timeout = 5, healthy = 2, unhealthy = 3 }
    proxy_protocol = false
    listeners      = { "80" = { port = 80, protocol = "HTTP", redirect_https = false, target_port = 30080, target_protocol = "HTTP" } }
    targets        = {}
  }

  assert {
    condition     = aws_elb.this["this"].health_check[0].target == "HTTP:30080/healthz"
    error_message = "The path must stand behind the port."
  }

  assert {
    condition     = length(aws_load_balancer_policy.proxy_protocol) + length(aws_load_balancer_policy.tls) + length(aws_load_balancer_listener_policy.this) + length(aws_autoscaling_attachment.classic) == 0
    error_message = "Policies must exist only where they are asked for."
  }
}

run "refuses_what_a_classic_load_balancer_does_not_know" {
  command = plan

  variables {
    listeners           = { "53" = { port = 53, protocol = "UDP", redirect_https = false, target_port = 30053, target_protocol = "UDP" } }
    deletion_protection = true
  }

  expect_failures = [var.listeners, var.deletion_protection]
}

run "a_cookie_stands_beside_the_policy_of_tls" {
  command = plan

  variables {
    listeners = {
      "443" = { port = 443, protocol = "HTTPS", certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/1", redirect_https = false, target_port = 30080, target_protocol = "HTTP" }
      "80"  = { port = 80, protocol = "HTTP", redirect_https = false, target_port = 30080, target_protocol = "HTTP" }
      "444" = { port = 444, protocol = "SSL", certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/1", redirect_https = false, target_port = 30443, target_protocol = "TCP" }
    }
    proxy_protocol = false
    stickiness     = { duration = 600 }
    access_logs    = { bucket = "acme-logs", prefix = "old", interval = 5 }
  }

  assert {
    condition     = { for key, policy in aws_load_balancer_listener_policy.this : key => join(" ", policy.policy_names) } == { "443" = "stickiness tls-443", "444" = "tls-444", "80" = "stickiness" }
    error_message = "AWS keeps one list of policies for each port."
  }

  assert {
    condition     = aws_load_balancer_policy.stickiness["this"].policy_type_name == "LBCookieStickinessPolicyType" && one(aws_load_balancer_policy.stickiness["this"].policy_attribute).value == "600"
    error_message = "Without a cookie of the application, the load balancer sets one."
  }

  assert {
    condition     = aws_elb.this["this"].access_logs[0].bucket == "acme-logs" && aws_elb.this["this"].access_logs[0].bucket_prefix == "old" && aws_elb.this["this"].access_logs[0].interval == 5
    error_message = "Requests must be logged every five minutes."
  }
}

run "refuses_target_groups_and_a_cookie_with_a_duration" {
  command = plan

  variables {
    target_groups = { "443" = { name = "old-443", port = 30443, protocol = "TCP", target_type = "instance", node_groups = ["web"], health_check_protocol = "HTTP", health_check_port = "30080" } }
    stickiness    = { cookie = "session", duration = 600 }
    access_logs   = { bucket = "acme-logs" }
    health_check  = { protocol = "TCP", interval = 10, timeout = 5, healthy = 2, unhealthy = 3 }
  }

  expect_failures = [var.target_groups, var.stickiness, var.access_logs, var.health_check]
}

run "refuses_missing_target_port" {
  command = plan

  variables {
    listeners = { "80" = { port = 80, protocol = "TCP", redirect_https = false, target_protocol = "TCP" } }
  }

  expect_failures = [var.listeners]
}
