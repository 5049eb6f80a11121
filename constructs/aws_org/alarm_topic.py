"""A topic for alarms."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import TerraformProvider
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription
from constructs import Construct

from aws_org.encryption_key import EncryptionKey
from aws_org.terraform_text import literal
from policies import audit, keys


class AlarmTopic(Construct):
    """
    A topic that sends the CloudWatch alarms of an account by e-mail.

    AWS asks every address to confirm first, and Terraform does not wait for it. AWS deletes an unconfirmed subscription
    after some days, and the next deployment creates it again.
    """

    topic_arn: str

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        account_id: str,
        emails: Sequence[str],
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)

        key = EncryptionKey(
            self,
            "key",
            name=name,
            policy=keys.alarm_topic_key(account_id),
            description=f"The messages of the topic {name}.",
            provider=provider,
        )
        self.topic_arn = SnsTopic(self, "topic", name=name, kms_master_key_id=key.key_arn, provider=provider).arn
        policy = audit.publish_alarms(self.topic_arn, account_id)
        SnsTopicPolicy(self, "policy", arn=self.topic_arn, policy=policy, provider=provider)
        people = Construct(self, "subscriptions")
        for email in emails:
            SnsTopicSubscription(
                people, email, topic_arn=self.topic_arn, protocol="email", endpoint=literal(email), provider=provider
            )
