"""Every principal that can make a call: the way there, and the conditions, from the formulas of all policies."""
