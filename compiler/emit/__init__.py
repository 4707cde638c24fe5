"""Stage 6: emit the Terraform folder. In: cluster model, module calls and tree. Out: files."""
