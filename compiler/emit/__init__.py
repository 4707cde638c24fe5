"""Stage 6: turn module calls into HCL, the source map and copied modules; write the folder."""
