"""
Subscriptions by e-mail that are not confirmed yet.

Operations: SNS Subscribe, ListSubscriptions, ListSubscriptionsByTopic, GetSubscriptionAttributes, GetTopicAttributes.
The emulator confirms them at once, unless a start option or a control says otherwise. Source: Amazon SNS API
Reference, Subscribe (ReturnSubscriptionArn) and GetSubscriptionAttributes (PendingConfirmation); the text that lists
show instead of the ARN is in the Amazon SNS Developer Guide, "Creating a subscription to an Amazon SNS topic".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.core.responses import ActionResult
from moto.sns import urls
from moto.sns.models import SNSBackend, Subscription, sns_backends
from moto.sns.responses import SNSResponse

from emulator.extension.start_options import start_options

PENDING = "PendingConfirmation"


class SnsApi(SNSResponse):
    """moto's SNS with pending subscriptions."""

    def subscribe(self) -> ActionResult:
        """Subscribe. The ARN of a pending subscription is returned only on request."""
        known = set(self.backend.subscriptions)
        result = super().subscribe()
        answer: Any = result.result
        subscription = self.backend.subscriptions[answer["SubscriptionArn"]]
        if subscription.arn not in known and subscription.protocol.startswith("email"):
            subscription.attributes[PENDING] = start_options.account.subscriptions_pending
        if subscription.attributes[PENDING] and not self._get_param("ReturnSubscriptionArn"):
            answer["SubscriptionArn"] = "pending confirmation"
        return result

    def get_topic_attributes(self) -> ActionResult:
        """Add the numbers of subscriptions, which moto does not count."""
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        pending = [each.attributes[PENDING] for each in self.backend.subscriptions.values() if each.topic is topic]
        topic.subscriptions_pending, topic.subscriptions_confimed = pending.count(True), pending.count(False)
        return super().get_topic_attributes()

    def list_subscriptions(self) -> ActionResult:
        """List all subscriptions of the account in a region."""
        return _without_pending(super().list_subscriptions())

    def list_subscriptions_by_topic(self) -> ActionResult:
        """List the subscriptions of a topic."""
        return _without_pending(super().list_subscriptions_by_topic())


def confirm_subscriptions(confirmed: bool) -> None:
    """Set all existing subscriptions by e-mail confirmed or pending."""
    for subscription in _by_email():
        subscription.attributes[PENDING] = not confirmed


def _by_email() -> Iterator[Subscription]:
    for _, _, backend in sns_backends.iter_backends():
        if isinstance(backend, SNSBackend):
            yield from (each for each in backend.subscriptions.values() if each.protocol.startswith("email"))


def _without_pending(result: ActionResult) -> ActionResult:
    answer: Any = result.result
    answer["Subscriptions"] = [_listed(subscription) for subscription in answer["Subscriptions"]]
    return result


def _listed(subscription: Subscription) -> dict[str, str]:
    arn = PENDING if subscription.attributes[PENDING] else subscription.arn
    owner = {"Owner": subscription.account_id, "TopicArn": subscription.topic.arn}
    return owner | {"SubscriptionArn": arn, "Protocol": subscription.protocol, "Endpoint": subscription.endpoint}


def apply() -> None:
    """Route SNS's requests to these operations."""
    urls.url_paths["{0}/$"] = SnsApi.dispatch
