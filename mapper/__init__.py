"""Ideenkarte: citizens place ideas on a map, planners see where they gather."""
