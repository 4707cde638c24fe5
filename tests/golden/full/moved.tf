# Made by eksgen from full.yaml. Change that file, not this one.

moved {
  from = module.nodes_frontend
  to   = module.nodes_web
}
