from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

from emulator import Emulator
from tests.emulator.conftest import Aws

KEYS = [f"team{number}" for number in range(12)]


def numbers(aws: Aws, keys: list[str]) -> dict[str, str]:
    with ThreadPoolExecutor(6) as pool:
        return dict(zip(keys, pool.map(aws.account, keys), strict=True))


def test_an_account_has_the_same_number_in_every_run_and_order(emulator: Emulator) -> None:
    emulator.reset()
    first = numbers(Aws(emulator), KEYS)
    emulator.reset()
    second = numbers(Aws(emulator), random.Random(1).sample(KEYS, len(KEYS)))
    with Emulator.start() as other:
        third = numbers(Aws(other), KEYS[::-1])

    assert first == second == third
    assert len(set(first.values())) == len(KEYS)


def test_organization_root_units_and_policies_have_the_same_ids_in_every_run(emulator: Emulator) -> None:
    def ids() -> list[str]:
        emulator.reset()
        aws = Aws(emulator)
        organization = aws.organizations.describe_organization()["Organization"]["Id"]
        main = aws.unit("spacecats")
        return [organization, aws.root, main, aws.unit("spacecats", main), aws.scp("deny-all")]

    first = ids()
    assert ids() == first
    assert len(set(first)) == 5


def test_an_id_in_use_is_not_given_again(aws: Aws) -> None:
    first = aws.unit("a")
    aws.organizations.update_organizational_unit(OrganizationalUnitId=first, Name="b")

    assert aws.unit("a") != first
