"""Instance types, machine images and volumes."""
