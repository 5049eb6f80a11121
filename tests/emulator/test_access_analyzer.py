from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.conftest import Aws, refused

PRINCIPAL = "access-analyzer.amazonaws.com"


def analyzer(aws: Aws, account: str | None = None, region: str = "us-west-2") -> Any:
    return aws.emulator.session(account).client("accessanalyzer", region_name=region)


def test_an_account_has_one_analyzer_of_each_type_in_a_region(aws: Aws) -> None:
    client = analyzer(aws)
    client.create_analyzer(analyzerName="a", type="ACCOUNT")
    with refused("ConflictException"):
        client.create_analyzer(analyzerName="a", type="ACCOUNT_UNUSED_ACCESS")
    with refused("ServiceQuotaExceededException"):
        client.create_analyzer(analyzerName="b", type="ACCOUNT")
    client.create_analyzer(analyzerName="c", type="ACCOUNT_UNUSED_ACCESS")
    analyzer(aws, region="us-east-1").create_analyzer(analyzerName="a", type="ACCOUNT")

    assert [each["name"] for each in client.list_analyzers()["analyzers"]] == ["a", "c"]
    assert [each["name"] for each in client.list_analyzers(type="ACCOUNT")["analyzers"]] == ["a"]
    client.delete_analyzer(analyzerName="a")
    with refused("ResourceNotFoundException"):
        client.get_analyzer(analyzerName="a")
    with refused("ResourceNotFoundException"):
        client.delete_analyzer(analyzerName="a")


def test_unused_access_is_ninety_days_unless_chosen(aws: Aws) -> None:
    client = analyzer(aws)
    client.create_analyzer(analyzerName="a", type="ACCOUNT_UNUSED_ACCESS")
    assert client.get_analyzer(analyzerName="a")["analyzer"]["configuration"]["unusedAccess"]["unusedAccessAge"] == 90
    rule = {"exclusions": [{"accountIds": ["111122223333"]}]}
    client.update_analyzer(analyzerName="a", configuration={"unusedAccess": {"analysisRule": rule}})

    found = client.get_analyzer(analyzerName="a")["analyzer"]
    assert found["configuration"]["unusedAccess"] == {"unusedAccessAge": 90, "analysisRule": rule}
    assert found["status"] == "ACTIVE"
    client.create_analyzer(analyzerName="b", type="ACCOUNT")
    with refused("ValidationException"):
        client.update_analyzer(analyzerName="b", configuration={"unusedAccess": {"unusedAccessAge": 30}})


@pytest.mark.parametrize("type", ["ORGANIZATION", "ORGANIZATION_UNUSED_ACCESS"])
def test_only_the_management_account_and_delegated_administrators_analyze_the_organization(aws: Aws, type: Any) -> None:
    account = aws.account("security")
    with refused("ValidationException", "Trusted access"):
        analyzer(aws).create_analyzer(analyzerName="a", type=type)
    aws.organizations.enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    analyzer(aws).create_analyzer(analyzerName="a", type=type)

    with refused("AccessDeniedException"):
        analyzer(aws, account).create_analyzer(analyzerName="a", type=type)
    aws.organizations.register_delegated_administrator(AccountId=account, ServicePrincipal=PRINCIPAL)
    analyzer(aws, account).create_analyzer(analyzerName="a", type=type)


def test_tags_of_an_analyzer(aws: Aws) -> None:
    client = analyzer(aws)
    arn = client.create_analyzer(analyzerName="a", type="ACCOUNT", tags={"a": "1", "b": "2"})["arn"]
    client.tag_resource(resourceArn=arn, tags={"c": "3"})
    client.untag_resource(resourceArn=arn, tagKeys=["a", "b"])

    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == {"c": "3"}
    assert client.get_analyzer(analyzerName="a")["analyzer"]["tags"] == {"c": "3"}
