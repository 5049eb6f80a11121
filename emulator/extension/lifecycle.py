"""
Lifecycle rules of buckets as the client sent them; moto drops some parts, such as NewerNoncurrentVersions.

Operations: S3 PutBucketLifecycleConfiguration, GetBucketLifecycleConfiguration. Source: Amazon S3 API Reference (the
header x-amz-transition-default-minimum-object-size and its default).
"""

from __future__ import annotations

from typing import Any, Final

from moto.s3.responses import S3Response

HEADER: Final = "x-amz-transition-default-minimum-object-size"
DEFAULT_SIZE: Final = "all_storage_classes_128K"


class Lifecycle(S3Response):
    """The operations that read and write lifecycle rules."""

    def _bucket_response_put(self, request: Any, bucket_name: str, querystring: dict[str, Any]) -> Any:
        response = super()._bucket_response_put(request, bucket_name, querystring)
        if "lifecycle" in querystring:
            bucket = self.backend.get_bucket(bucket_name)
            vars(bucket)["lifecycle"] = (self.body, self.headers.get(HEADER) or DEFAULT_SIZE)
        return response

    def get_bucket_lifecycle(self) -> Any:
        """Return the rules as they were sent; moto's answer when there are none."""
        answer = super().get_bucket_lifecycle()
        body, size = vars(self.backend.get_bucket(self.bucket_name)).get("lifecycle", (None, DEFAULT_SIZE))
        return (200, {"content-type": "application/xml", HEADER: size}, body) if body else answer
