mock_provider "aws" {}

variables {
  name       = "shop"
  kind       = "application"
  internal   = true
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  listeners = {
    "80"   = { port = 80, protocol = "HTTP", redirect_https = true }
    "8443" = { port = 8443, protocol = "HTTPS", certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/1", ssl_policy = "ELBSecurityPolicy-TLS13-1-3-2021-06", redirect_https = false, target_port = 30080, target_protocol = "HTTP" }
  }
  target_groups = {
    "8443" = { name = "shop-8443-1a2b3c4d", port = 30080, protocol = "HTTP", target_type = "instance", node_groups = ["web"], health_check_protocol = "HTTP", health_check_port = "30081" }
  }
  rules                         = {}
  additional_security_group_ids = []
  health_check                  = { protocol = "HTTP", port = 30081, path = "/", interval = 15, timeout = 5, healthy = 5, unhealthy = 2 }
  targets                       = { web = "eks-web-1" }
  node_security_group_id        = "sg-0123456789abcdef0"
  sources                       = ["10.0.0.0/8"]
  ipv6_sources                  = {}
  ip_family                     = "ipv4"
  cross_zone                    = false
  draining                      = { enabled = false, timeout = 300 }
  idle_timeout                  = 60
  proxy_protocol                = false
  preserve_client_ip            = true
  deletion_protection           = true
  tags                          = {}
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
    condition     = aws_lb_target_group.this["8443"].deregistration_delay == "0" && !aws_lb_target_group.this["8443"].stickiness[0].enabled && aws_lb_target_group.this["8443"].stickiness[0].type == "lb_cookie" && !aws_lb.this["this"].access_logs[0].enabled && !aws_lb_target_group.this["8443"].proxy_protocol_v2
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

run "rules_choose_targets_by_the_request" {
  command = plan

  variables {
    stickiness = { cookie = "session", duration = 3600 }
    targets    = { web = "eks-web-1", api = "eks-api-1" }
    target_groups = {
      "8443"            = { name = "shop-8443-1a2b3c4d", port = 30080, protocol = "HTTP", target_type = "instance", node_groups = ["web"], health_check_protocol = "HTTP", health_check_port = "30081" }
      "http/30082/api"  = { name = "shop-1b2c3d4e", port = 30082, protocol = "HTTP", target_type = "instance", node_groups = ["api"], health_check_protocol = "HTTP", health_check_port = "traffic-port" }
      "http/shop/web/1" = { name = "shop-2b3c4d5e", port = 1, protocol = "HTTP", target_type = "ip", node_groups = [], health_check_protocol = "HTTP", health_check_port = "traffic-port" }
    }
    rules = {
      "8443/10" = { listener_port = 8443, priority = 10, hosts = ["api.example.com"], paths = ["/v1/*"], headers = {}, targets = { "http/30082/api" = 1 } }
      "8443/20" = { listener_port = 8443, priority = 20, hosts = [], paths = [], headers = { "X-Canary" = ["always", "yes"] }, targets = { "8443" = 90, "http/shop/web/1" = 10 } }
    }
  }

  assert {
    condition     = aws_lb_listener_rule.this["8443/10"].priority == 10 && length(aws_lb_listener_rule.this["8443/10"].condition) == 2 && length(aws_lb_listener_rule.this["8443/10"].action[0].forward) == 0
    error_message = "A rule must compare what it is told to, and forward to its one target group."
  }

  assert {
    condition     = { for group in aws_lb_listener_rule.this["8443/20"].action[0].forward[0].target_group : tostring(group.weight) => true } == { "10" = true, "90" = true } && aws_lb_listener_rule.this["8443/20"].action[0].forward[0].stickiness[0].enabled && aws_lb_listener_rule.this["8443/20"].action[0].forward[0].stickiness[0].duration == 3600
    error_message = "Several targets must share the requests by weight, and clients must stay."
  }

  assert {
    condition     = one(aws_lb_listener_rule.this["8443/20"].condition).http_header[0].http_header_name == "X-Canary" && one(aws_lb_listener_rule.this["8443/20"].condition).http_header[0].values == toset(["always", "yes"])
    error_message = "A header must be compared with all values."
  }

  assert {
    condition     = keys(aws_autoscaling_attachment.target_group) == ["8443/web", "http/30082/api/api"] && aws_autoscaling_attachment.target_group["http/30082/api/api"].autoscaling_group_name == "eks-api-1"
    error_message = "Pods are registered by a controller, instances by their Auto Scaling groups."
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.nodes) == ["tcp/30080", "tcp/30081", "tcp/30082"] && keys(aws_vpc_security_group_ingress_rule.pods) == ["tcp"] && keys(aws_vpc_security_group_egress_rule.pods) == ["tcp"]
    error_message = "The load balancer must reach what its rules forward to."
  }

  assert {
    condition     = aws_lb_target_group.this["8443"].stickiness[0].enabled && aws_lb_target_group.this["8443"].stickiness[0].type == "app_cookie" && aws_lb_target_group.this["8443"].stickiness[0].cookie_name == "session" && aws_lb_target_group.this["8443"].stickiness[0].cookie_duration == 3600
    error_message = "A cookie of the application must keep clients at a target."
  }
}

run "a_bucket_a_record_and_a_web_acl_of_its_own" {
  command = plan

  variables {
    additional_security_group_ids = ["sg-0123456789abcdef1"]
    access_logs                   = { prefix = "site" }
    log_bucket                    = { name = "shop-logs-111122223333-1a2b3c4d", partition = "aws-us-gov", region = "us-gov-west-1", account_id = "111122223333", writer_account = "048591011584", expiry_days = 30 }
    web_acl_arn                   = "arn:aws-us-gov:wafv2:us-gov-west-1:111122223333:regional/webacl/shop/1"
    dns                           = { zone_id = "Z0123456789", name = "shop.example.com" }
    ip_family                     = "ipv6"
  }

  override_resource {
    target = aws_route53_record.this
    values = { fqdn = "shop.example.com" }
  }

  override_resource {
    target          = aws_security_group.this
    values          = { id = "sg-0123456789abcdef2" }
    override_during = plan
  }

  assert {
    condition     = aws_lb.this["this"].access_logs[0].enabled && aws_lb.this["this"].access_logs[0].prefix == "site" && aws_lb.this["this"].access_logs[0].bucket == "shop-logs-111122223333-1a2b3c4d"
    error_message = "Requests must be logged in the bucket of the load balancer."
  }

  assert {
    condition     = aws_s3_bucket.logs["this"].force_destroy != true && aws_s3_bucket_public_access_block.logs["this"].block_public_policy && one(one(aws_s3_bucket_server_side_encryption_configuration.logs["this"].rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256" && aws_s3_bucket_lifecycle_configuration.logs["this"].rule[0].expiration[0].days == 30 && aws_s3_bucket_versioning.logs["this"].versioning_configuration[0].status == "Enabled"
    error_message = "Logs must be encrypted, private, versioned, expire, and never be deleted with the bucket."
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.logs["this"].policy).Statement[1].Principal.AWS == "arn:aws-us-gov:iam::048591011584:root" && jsondecode(aws_s3_bucket_policy.logs["this"].policy).Statement[1].Resource == "arn:aws-us-gov:s3:::shop-logs-111122223333-1a2b3c4d/site/AWSLogs/111122223333/*" && length(jsondecode(aws_s3_bucket_policy.logs["this"].policy).Statement) == 2
    error_message = "Elastic Load Balancing writes as an account in the regions that have one."
  }

  assert {
    condition     = aws_wafv2_web_acl_association.this["this"].web_acl_arn == var.web_acl_arn && keys(aws_route53_record.this) == ["A", "AAAA"] && aws_route53_record.this["A"].name == "shop.example.com" && aws_route53_record.this["A"].alias[0].evaluate_target_health
    error_message = "The record must lead to both kinds of addresses, and the web ACL must come first."
  }

  assert {
    condition     = aws_lb.this["this"].security_groups == toset(["sg-0123456789abcdef1", "sg-0123456789abcdef2"])
    error_message = "Further security groups stand beside its own."
  }
}

run "without_stickiness_rules_say_nothing_of_it_and_logs_may_stay_for_ever" {
  command = plan

  variables {
    access_logs = {}
    log_bucket  = { name = "shop-logs-111122223333-1a2b3c4d", partition = "aws", region = "eu-south-2", account_id = "111122223333" }
    target_groups = {
      "8443"         = { name = "shop-8443-1a2b3c4d", port = 30080, protocol = "HTTP", target_type = "instance", node_groups = ["web"], health_check_protocol = "HTTP", health_check_port = "30081" }
      "http/30082/x" = { name = "shop-1b2c3d4e", port = 30082, protocol = "HTTP", target_type = "instance", node_groups = ["web"], health_check_protocol = "HTTP", health_check_port = "traffic-port" }
    }
    rules = {
      "8443/20" = { listener_port = 8443, priority = 20, hosts = [], paths = ["/a"], headers = {}, targets = { "8443" = 90, "http/30082/x" = 10 } }
    }
  }

  assert {
    condition     = length(aws_lb_listener_rule.this["8443/20"].action[0].forward[0].stickiness) == 0
    error_message = "AWS has no duration of what is off."
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.logs["this"].rule[0].expiration) == 0 && length(aws_s3_bucket_lifecycle_configuration.logs["this"].rule[0].noncurrent_version_expiration) == 1
    error_message = "Without a number of days, logs stay."
  }
}

run "newer_regions_have_a_service_that_writes_logs" {
  command = plan

  variables {
    access_logs = {}
    log_bucket  = { name = "shop-logs-111122223333-1a2b3c4d", partition = "aws", region = "eu-south-2", account_id = "111122223333", expiry_days = 90 }
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.logs["this"].policy).Statement[1].Principal.Service == "logdelivery.elasticloadbalancing.amazonaws.com" && jsondecode(aws_s3_bucket_policy.logs["this"].policy).Statement[1].Resource == "arn:aws:s3:::shop-logs-111122223333-1a2b3c4d/AWSLogs/111122223333/*"
    error_message = "Elastic Load Balancing writes as a service in the regions without an account."
  }
}

run "logs_in_a_bucket_that_exists" {
  command = plan

  variables {
    access_logs = { bucket = "acme-logs", prefix = "shop" }
  }

  assert {
    condition     = aws_lb.this["this"].access_logs[0].bucket == "acme-logs" && length(aws_s3_bucket.logs) == 0 && length(aws_s3_bucket_policy.logs) == 0
    error_message = "A bucket that exists is used as it is."
  }
}

run "refuses_parts_that_are_out_of_form" {
  command = plan

  variables {
    rules                         = { "8443/1" = { listener_port = 8443, priority = 2, hosts = ["a.example.com"], paths = [], headers = {}, targets = { "8443" = 1 } } }
    target_groups                 = { "8443" = { name = "shop-", port = 30080, protocol = "HTTP", target_type = "instance", node_groups = ["web"], health_check_protocol = "HTTP", health_check_port = "30080" } }
    additional_security_group_ids = ["default"]
    stickiness                    = { duration = 0 }
    access_logs                   = {}
    web_acl_arn                   = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/shop/1"
    dns                           = { zone_id = "Z0123456789", name = "shop.example.com." }
  }

  expect_failures = [var.rules, var.target_groups, var.additional_security_group_ids, var.stickiness, var.access_logs, var.web_acl_arn, var.dns]
}

run "refuses_rule_without_condition_and_bucket_in_capitals" {
  command = plan

  variables {
    rules       = { "8443/1" = { listener_port = 8443, priority = 1, hosts = [], paths = [], headers = {}, targets = { "8443" = 1 } } }
    access_logs = {}
    log_bucket  = { name = "Logs", partition = "aws", region = "us-west-2", account_id = "111122223333", expiry_days = 90 }
  }

  expect_failures = [var.rules, var.log_bucket]
}

run "refuses_many_values_and_logs_that_are_never_kept" {
  command = plan

  variables {
    rules         = { "8443/1" = { listener_port = 8443, priority = 1, hosts = ["a.example.com", "b.example.com", "c.example.com"], paths = ["/a", "/b", "/c"], headers = {}, targets = { "8443" = 1 } } }
    target_groups = { "8443" = { name = "shop-8443", port = 0, protocol = "HTTP", target_type = "instance", node_groups = ["web"], health_check_protocol = "HTTP", health_check_port = "30080" } }
    access_logs   = {}
    log_bucket    = { name = "shop-logs", partition = "aws", region = "us-west-2", account_id = "111122223333", expiry_days = 0 }
  }

  expect_failures = [var.rules, var.target_groups, var.log_bucket]
}

run "refuses_weight_above_999_and_targets_of_another_layer" {
  command = plan

  variables {
    rules         = { "8443/1" = { listener_port = 8443, priority = 1, hosts = ["a.example.com"], paths = [], headers = {}, targets = { "8443" = 1000 } } }
    target_groups = { "8443" = { name = "shop-8443", port = 30080, protocol = "TCP", target_type = "instance", node_groups = ["web"], health_check_protocol = "HTTP", health_check_port = "30080" } }
    access_logs   = { bucket = "acme-logs", interval = 60 }
  }

  expect_failures = [var.rules, var.target_groups, var.access_logs]
}

run "refuses_pods_with_node_groups" {
  command = plan

  variables {
    target_groups = { "8443" = { name = "shop-8443", port = 30080, protocol = "HTTP", target_type = "ip", node_groups = ["web"], health_check_protocol = "HTTP", health_check_port = "30080" } }
  }

  expect_failures = [var.target_groups]
}

run "refuses_tcp_check_of_http_targets" {
  command = plan

  variables {
    target_groups = { "8443" = { name = "shop-8443", port = 30080, protocol = "HTTP", target_type = "instance", node_groups = ["web"], health_check_protocol = "TCP", health_check_port = "30080" } }
  }

  expect_failures = [var.target_groups]
}

run "refuses_a_certificate_twice" {
  command = plan

  variables {
    listeners = {
      "8443" = { port = 8443, protocol = "HTTPS", certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/1", additional_certificate_arns = ["arn:aws:acm:us-west-2:111122223333:certificate/1"], redirect_https = false, target_protocol = "HTTP" }
    }
  }

  expect_failures = [var.listeners]
}

run "refuses_a_listener_without_target_group" {
  command = plan

  variables {
    target_groups = {}
  }

  expect_failures = [var.listeners]
}
