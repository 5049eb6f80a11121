"""
Tags of a resource, as the services that speak REST and JSON have them.

Operations: TagResource, UntagResource, ListTagsForResource. Source: the API references of GuardDuty and of Access
Analyzer, in which they are alike.
"""

from __future__ import annotations

from moto.core.responses import ActionResult, BaseResponse, EmptyResult


class Tags(BaseResponse):
    """The operations; what the tags are of is the service's to say."""

    def _tags(self) -> dict[str, str]:
        raise NotImplementedError

    def tag_resource(self) -> ActionResult:
        """Add tags."""
        self._tags().update(self._get_param("tags"))
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        """Take tags away."""
        for key in self.querystring.get("tagKeys", []):
            self._tags().pop(key, None)
        return EmptyResult()

    def list_tags_for_resource(self) -> ActionResult:
        """Read tags."""
        return ActionResult({"tags": self._tags()})
