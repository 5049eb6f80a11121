"""How a part of fast synthesis says that it can do nothing here."""


class Unsuitable(Exception):
    """The libraries are not as this part expects them; its message says what is different."""
