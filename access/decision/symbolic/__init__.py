"""Decisions about all requests at once: policies as Boolean formulas, and a solver that looks for a request."""
