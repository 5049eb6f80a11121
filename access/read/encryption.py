"""Reader of the KMS keys that encrypt buckets."""

from __future__ import annotations

from access.read.reading import Reading, blocks


def keys_of_buckets(reading: Reading) -> dict[str, str]:
    """Return the KMS key of each encrypted bucket, by the bucket's name: ARN, id or alias, as the stack has it."""
    found: dict[str, str] = {}
    for entry in reading.of_type("aws_s3_bucket_server_side_encryption_configuration"):
        for rule in blocks(entry.body.get("rule")):
            for default in blocks(rule.get("apply_server_side_encryption_by_default")):
                if key := default.get("kms_master_key_id"):
                    found[reading.text(entry, "bucket")] = reading.resolver.text(entry, str(key), "kms_master_key_id")
    return found
