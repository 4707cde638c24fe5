"""Upgrades from one release of eksgen to the next."""
