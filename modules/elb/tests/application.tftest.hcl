mock_provider "aws" {}

variables {
  name       = "shop"
  kind       = "application"
  internal   = true
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  listeners = {
    "80"   = { port = 80, protocol = "HTTP", redirect_https = true }
    "8443" = { port = 8443, protocol = "HTTPS", certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/1", ssl_policy = "ELBSecurityPolicy-TLS13-1-3-2021-06", redirect_https = false, target_port = 30080, target_protocol = "HTTP", target_group_name = "shop-8443-1a2b3c4d" }
  }
  health_check           = { protocol = "HTTP", port = 30081, path = "/", interval = 15, timeout = 5, healthy = 5, unhealthy = 2 }
  targets                = { web = "eks-web-1" }
  node_security_group_id = "sg-0123456789abcdef0"
  sources                = ["10.0.0.0/8"]
  ipv6_sources           = {}
  ip_family              = "ipv4"
  cross_zone             = false
  draining               = { enabled = false, timeout = 300 }
  idle_timeout           = 60
  proxy_protocol         = false
  preserve_client_ip     = true
  deletion_protection    = true
  tags                   = {}
}

run "application_load_balancer_that_sends_http_to_https" {
  command = plan

  assert {
    condition     = aws_lb.this["this"].load_balancer_type == "application" && aws_lb.this["this"].internal && aws_lb.this["this"].drop_invalid_header_fields && aws_lb.this["this"].idle_timeout == 60 && aws_lb.this["this"].enable_deletion_protection
    error_message = "It must be internal, drop malformed headers and be protected."
  }

  assert {
    condition     = aws_lb.this["this"].enable_cross_zone_load_balancing
    error_message = "An application load balancer always balances across zones; anything else is an endless difference."
  }

  assert {
    condition     = aws_lb_listener.this["80"].default_action[0].type == "redirect" && aws_lb_listener.this["80"].default_action[0].redirect[0].port == "8443" && aws_lb_listener.this["80"].default_action[0].redirect[0].protocol == "HTTPS" && aws_lb_listener.this["80"].default_action[0].redirect[0].status_code == "HTTP_301"
    error_message = "HTTP must be sent to the port of the HTTPS listener."
  }

  assert {
    condition     = aws_lb_listener.this["8443"].ssl_policy == "ELBSecurityPolicy-TLS13-1-3-2021-06" && aws_lb_listener.this["8443"].default_action[0].type == "forward" && length(aws_lb_listener.this["8443"].default_action[0].redirect) == 0
    error_message = "A named TLS policy must be used."
  }

  assert {
    condition     = keys(aws_lb_target_group.this) == ["8443"] && keys(aws_autoscaling_attachment.target_group) == ["8443/web"]
    error_message = "A listener that redirects must have nothing behind it."
  }

  assert {
    condition     = aws_lb_target_group.this["8443"].deregistration_delay == "0" && !aws_lb_target_group.this["8443"].proxy_protocol_v2
    error_message = "Without draining a target leaves at once, and HTTP knows no PROXY protocol."
  }

  assert {
    condition     = keys(aws_vpc_security_group_egress_rule.nodes) == ["tcp/30080", "tcp/30081"] && keys(aws_vpc_security_group_ingress_rule.clients) == ["80/tcp/10.0.0.0/8", "8443/tcp/10.0.0.0/8"]
    error_message = "A health check on a port of its own needs a rule of its own."
  }
}

run "refuses_one_zone_and_proxy_protocol" {
  command = plan

  variables {
    subnet_ids     = ["subnet-0123456789abcdef0"]
    listeners      = { "80" = { port = 80, protocol = "HTTP", redirect_https = true } } # to nowhere
    proxy_protocol = true
    idle_timeout   = 4001
  }

  expect_failures = [var.subnet_ids, var.listeners, var.proxy_protocol, var.idle_timeout]
}

run "refuses_redirect_of_https" {
  command = plan

  variables {
    listeners = { "443" = { port = 443, protocol = "HTTPS", certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/1", redirect_https = true } }
  }

  expect_failures = [var.listeners]
}
