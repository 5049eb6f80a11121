"""
`orgctl` in a terminal, recorded as text for the fences of `docs/journey.md`.
"""
