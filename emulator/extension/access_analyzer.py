"""
IAM Access Analyzer, which moto lacks: analyzers without findings.

Operations: CreateAnalyzer, GetAnalyzer, ListAnalyzers, UpdateAnalyzer, DeleteAnalyzer, TagResource, UntagResource,
ListTagsForResource. Source: IAM Access Analyzer API Reference; IAM User Guide, "IAM Access Analyzer quotas" (one
analyzer of each type for an account in a region, twenty for an organization) and "Delegated administrator for IAM
Access Analyzer".
"""

from __future__ import annotations

import re
import types
from typing import Any
from urllib.parse import unquote

from moto.backend_index import backend_url_patterns
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow

from emulator.extension import quotas
from emulator.extension.membership import acts_for_organization, organization_of, trusts
from emulator.extension.tags import Tags

PRINCIPAL = "access-analyzer.amazonaws.com"
HOST = r"https?://access-analyzer\.(.+)\.amazonaws\.com"


class AnalyzerError(ServiceException):
    """An error with the members of the service's model."""

    def __init__(self, code: str, message: str, **members: str) -> None:
        super().__init__(code, message)
        vars(self).update(members)


class AccessAnalyzer(BaseBackend):
    """The analyzers of an account in a region."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.analyzers: dict[str, dict[str, Any]] = {}

    @property
    def _url_module(self) -> Any:
        return types.SimpleNamespace(url_bases=[HOST], url_paths={"{0}/.*$": AccessAnalyzerApi.dispatch})

    def create(self, name: str, type: str, configuration: dict[str, Any] | None, tags: dict[str, str] | None) -> str:
        """Create an analyzer; demand a unique name, the quota and, for organizations, the permission of the account."""
        if name in self.analyzers:
            message = f"An analyzer named {name} exists."
            raise AnalyzerError("ConflictException", message, resourceId=name, resourceType="Analyzer")
        if type.startswith("ORGANIZATION"):
            self._demand_organization()
        same = [analyzer for analyzer in self.analyzers.values() if analyzer["type"] == type]
        if len(same) >= quotas.ANALYZERS.get(type, 1):
            message = f"{len(same)} analyzers of the type {type} are the maximum."
            raise AnalyzerError("ServiceQuotaExceededException", message, resourceId=name, resourceType="Analyzer")
        arn = f"arn:{self.partition}:access-analyzer:{self.region_name}:{self.account_id}:analyzer/{name}"
        self.analyzers[name] = {
            "arn": arn,
            "name": name,
            "type": type,
            "createdAt": utcnow(),
            "status": "ACTIVE",
            "tags": tags or {},
            "configuration": configuration or _default_configuration(type),
        }
        return arn

    def get(self, name: str) -> dict[str, Any]:
        """Return an analyzer; raise when it is missing."""
        if name not in self.analyzers:
            message = f"There is no analyzer named {name}."
            raise AnalyzerError("ResourceNotFoundException", message, resourceId=name, resourceType="Analyzer")
        return self.analyzers[name]

    def update(self, name: str, configuration: dict[str, Any] | None) -> dict[str, Any] | None:
        """Change a configuration; analyzers of external access have none."""
        analyzer = self.get(name)
        if not analyzer["configuration"]:
            raise AnalyzerError("ValidationException", f"{name} has no configuration.", reason="notSupported")
        for part, values in (configuration or {}).items():
            analyzer["configuration"][part] = {**analyzer["configuration"].get(part, {}), **values}
        return dict(analyzer["configuration"])

    def _demand_organization(self) -> None:
        if not acts_for_organization(self.account_id, PRINCIPAL):
            message = "Only the management account or a delegated administrator can analyze the organization."
            raise AnalyzerError("AccessDeniedException", message)
        if not trusts(organization_of(self.account_id), PRINCIPAL):
            message = f"Trusted access for {PRINCIPAL} is not enabled in AWS Organizations."
            raise AnalyzerError("ValidationException", message, reason="other")


def _default_configuration(type: str) -> dict[str, Any] | None:
    """Return AWS's default age of unused access, ninety days."""
    return {"unusedAccess": {"unusedAccessAge": 90}} if type.endswith("UNUSED_ACCESS") else None


backends = BackendDict(AccessAnalyzer, "accessanalyzer")


class AccessAnalyzerApi(Tags):
    """The requests and answers of the service."""

    def __init__(self) -> None:
        super().__init__("accessanalyzer")

    @property
    def _backend(self) -> AccessAnalyzer:
        return backends[self.current_account][self.region]

    def create_analyzer(self) -> ActionResult:
        """Create an analyzer."""
        names = ("analyzerName", "type", "configuration", "tags")
        return ActionResult({"arn": self._backend.create(*(self._get_param(name) for name in names))})

    def get_analyzer(self) -> ActionResult:
        """Return an analyzer."""
        return ActionResult({"analyzer": self._backend.get(self._get_param("analyzerName"))})

    def list_analyzers(self) -> ActionResult:
        """Return all analyzers, or all of a type."""
        type = self._get_param("type")
        analyzers = [analyzer for analyzer in self._backend.analyzers.values() if type in (None, analyzer["type"])]
        return ActionResult({"analyzers": analyzers})

    def update_analyzer(self) -> ActionResult:
        """Change the configuration."""
        configuration = self._backend.update(self._get_param("analyzerName"), self._get_param("configuration"))
        return ActionResult({"configuration": configuration})

    def delete_analyzer(self) -> ActionResult:
        """Delete an analyzer."""
        name = self._get_param("analyzerName")
        self._backend.get(name)
        del self._backend.analyzers[name]
        return EmptyResult()

    def _tags(self) -> dict[str, str]:
        arn = unquote(self.path.partition("/tags/")[2])
        tags: dict[str, str] = self._backend.get(arn.rpartition("/")[2])["tags"]
        return tags


def apply() -> None:
    """Register the service's hosts."""
    backend_url_patterns.append(("accessanalyzer", re.compile(HOST)))
