"""The error of a part of fast synthesis that has no effect here."""


class Unsuitable(Exception):
    """The libraries are not as this part expects them; the message names the difference."""
