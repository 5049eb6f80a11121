import pytest

from tests.made import make

pytestmark = [pytest.mark.code, pytest.mark.timeout(1200)]


def test_imports() -> None:
    make("imports")
