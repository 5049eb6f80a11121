"""The text with which `orgctl demo` ends."""

from orgctl.demo.show import NEXT


def test_what_comes_next_fits_80_columns() -> None:
    assert max(map(len, NEXT.splitlines())) <= 80
