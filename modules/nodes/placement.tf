locals {
  placement_group = var.placement.strategy == null ? var.placement.group_name : aws_placement_group.this["this"].name
}

resource "aws_placement_group" "this" {
  for_each = toset(var.placement.strategy == null ? [] : ["this"])

  name     = var.placement.group_name
  strategy = var.placement.strategy

  tags = merge(var.tags, { Name = var.placement.group_name })
}
