"""
Log groups with a KMS key whose policy must let CloudWatch Logs encrypt.

Operations: CloudWatch Logs CreateLogGroup, AssociateKmsKey, DisassociateKmsKey. Source: CloudWatch Logs API Reference;
CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS Key Management Service". The error's code is
the one reported in github.com/hashicorp/terraform-provider-aws/issues/29282.
"""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult, EmptyResult
from moto.logs import urls
from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogGroup, LogsBackend, logs_backends
from moto.logs.responses import LogsResponse

from emulator.extension.resource_access import allows, by_service
from emulator.extension.resources import kms_key


class Logs(LogsBackend):
    """moto's log groups with a check of their keys."""

    @property
    def _url_module(self) -> Any:
        return urls

    def create_log_group(self, log_group_name: str, tags: dict[str, str], **kwargs: Any) -> LogGroup:
        """Check the key before the group is created."""
        if kwargs.get("kmsKeyId"):
            self.demand_key(kwargs["kmsKeyId"], log_group_name)
        return super().create_log_group(log_group_name, tags, **kwargs)

    def demand_key(self, id: str, group: str) -> None:
        """Raise unless the key's policy lets the service of this region encrypt."""
        arn = f"arn:{self.partition}:logs:{self.region_name}:{self.account_id}:log-group:{group}"
        key = kms_key(id, self.account_id, self.region_name)
        service = f"logs.{self.region_name}.amazonaws.com"
        context = {"kms:encryptioncontext:aws:logs:arn": arn}
        actions = ("kms:Encrypt", "kms:GenerateDataKey")
        requests = [by_service(service, action, key.arn).extended(context) for action in actions] if key else []
        if key is None or not any(allows(key.policy, request) for request in requests):
            message = f"The specified KMS key does not exist or is not allowed to be used with Arn '{arn}'"
            raise JsonRESTError("AccessDeniedException", message)


class LogsApi(LogsResponse):
    """The operations that moto lacks."""

    def associate_kms_key(self) -> ActionResult:
        """Set the key of a group."""
        group, key = self._group(), self._get_param("kmsKeyId")
        backend = logs_backends[self.current_account][self.region]
        assert isinstance(backend, Logs)
        backend.demand_key(key, group.name)
        group.kms_key_id = key
        return EmptyResult()

    def disassociate_kms_key(self) -> ActionResult:
        """Remove the key of a group."""
        self._group().kms_key_id = None
        return EmptyResult()

    def _group(self) -> LogGroup:
        name = self._get_param("logGroupName") or self._get_param("resourceIdentifier", "").rpartition(":log-group:")[2]
        if name not in self.logs_backend.groups:
            raise ResourceNotFoundException
        return self.logs_backend.groups[name]


def apply() -> None:
    """Let moto create these backends, and route the service's requests to these operations."""
    logs_backends.backend = Logs
    urls.url_paths["{0}/$"] = LogsApi.dispatch
