"""
`orgctl` in a terminal, recorded as text: what stands in `docs/journey.md` between the fences.
"""
