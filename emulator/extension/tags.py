"""
Tags of a resource in services with REST and JSON.

Operations: TagResource, UntagResource, ListTagsForResource. Source: the API references of GuardDuty and Access
Analyzer, in which they are alike.
"""

from __future__ import annotations

from moto.core.responses import ActionResult, BaseResponse, EmptyResult


class Tags(BaseResponse):
    """The operations about tags; `_tags` of the service returns those of the request's resource."""

    def _tags(self) -> dict[str, str]:
        raise NotImplementedError

    def tag_resource(self) -> ActionResult:
        """Add tags."""
        self._tags().update(self._get_param("tags"))
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        """Remove tags."""
        for key in self.querystring.get("tagKeys", []):
            self._tags().pop(key, None)
        return EmptyResult()

    def list_tags_for_resource(self) -> ActionResult:
        """Return the tags."""
        return ActionResult({"tags": self._tags()})
