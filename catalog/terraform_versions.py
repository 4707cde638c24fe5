"""The versions of Terraform and of the AWS provider that the modules work with.

`modules/*/versions.tf` say the same; a test compares them.
"""

TERRAFORM = ">= 1.10"
AWS_PROVIDER = ">= 5.95, < 7"
