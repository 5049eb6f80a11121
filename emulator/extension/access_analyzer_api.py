"""
The requests and answers of IAM Access Analyzer; the rules are in `access_analyzer`.
"""

from __future__ import annotations

from urllib.parse import unquote

from moto.core.responses import ActionResult, EmptyResult

from emulator.extension.access_analyzer import AccessAnalyzer, backends
from emulator.extension.tags import Tags


class AccessAnalyzerApi(Tags):
    """The requests."""

    def __init__(self) -> None:
        super().__init__("accessanalyzer")

    @property
    def _backend(self) -> AccessAnalyzer:
        return backends[self.current_account][self.region]

    def create_analyzer(self) -> ActionResult:
        """A new analyzer."""
        names = ("analyzerName", "type", "configuration", "tags")
        return ActionResult({"arn": self._backend.create(*(self._get_param(name) for name in names))})

    def get_analyzer(self) -> ActionResult:
        """Read one."""
        return ActionResult({"analyzer": self._backend.get(self._get_param("analyzerName"))})

    def list_analyzers(self) -> ActionResult:
        """Read all, or all of a type."""
        type = self._get_param("type")
        analyzers = [analyzer for analyzer in self._backend.analyzers.values() if type in (None, analyzer["type"])]
        return ActionResult({"analyzers": analyzers})

    def update_analyzer(self) -> ActionResult:
        """Change the configuration."""
        configuration = self._backend.update(self._get_param("analyzerName"), self._get_param("configuration"))
        return ActionResult({"configuration": configuration})

    def delete_analyzer(self) -> ActionResult:
        """Delete one."""
        name = self._get_param("analyzerName")
        self._backend.get(name)
        del self._backend.analyzers[name]
        return EmptyResult()

    def _tags(self) -> dict[str, str]:
        arn = unquote(self.path.partition("/tags/")[2])
        tags: dict[str, str] = self._backend.get(arn.rpartition("/")[2])["tags"]
        return tags
