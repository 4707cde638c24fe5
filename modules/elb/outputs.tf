output "arn" {
  description = "ARN of the load balancer."
  value       = var.kind == "classic" ? aws_elb.this["this"].arn : aws_lb.this["this"].arn
}

output "name" {
  description = "Name of the load balancer."
  value       = var.kind == "classic" ? aws_elb.this["this"].name : aws_lb.this["this"].name
}

output "dns_name" {
  description = "Name clients resolve."
  value       = var.kind == "classic" ? aws_elb.this["this"].dns_name : aws_lb.this["this"].dns_name
}

output "zone_id" {
  description = "Hosted zone of the DNS name, for Route 53 alias records."
  value       = var.kind == "classic" ? aws_elb.this["this"].zone_id : aws_lb.this["this"].zone_id
}

output "security_group_id" {
  description = "Id of the load balancer's security group."
  value       = aws_security_group.this.id
}
