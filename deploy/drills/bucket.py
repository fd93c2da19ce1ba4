"""What a drill does with a bucket of S3 by Amazon's own client: bucket.py ENDPOINT BUCKET make|attack"""

import json
import sys
import time
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, bucket, what, *more = sys.argv[1:]
s3 = boto3.client("s3", endpoint_url=endpoint, config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}))


def versions():
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        yield from page.get("Versions", [])


def make(lock, user):
    s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=lock == "lock", ObjectOwnership="BucketOwnerEnforced")
    if lock != "lock":
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    # All but the right to bypass a lock, which is what GOVERNANCE stands and falls with.
    allowed = {"Effect": "Allow", "Principal": {"AWS": [user]}, "Action": "s3:*", "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}
    denied = {**allowed, "Effect": "Deny", "Action": "s3:BypassGovernanceRetention", "Resource": f"arn:aws:s3:::{bucket}/*"}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [allowed, denied]}))


def attack():
    """Everything against each version and against the bucket; goes on where it is refused. Says how often each was let through."""
    through = {}

    def attempt(name, call, **arguments):
        through.setdefault(name, 0)
        try:
            # Of many, each is refused by itself.
            through[name] += 0 if call(Bucket=bucket, **arguments).get("Errors") else 1
        except ClientError:
            pass

    attempt("versions off", s3.put_bucket_versioning, VersioningConfiguration={"Status": "Suspended"})
    attempt("lock off", s3.put_object_lock_configuration, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})
    for version in list(versions()):
        one = {"Key": version["Key"], "VersionId": version["VersionId"]}
        attempt("unlock", s3.put_object_retention, **one, Retention={}, BypassGovernanceRetention=True)
        for mode in ["GOVERNANCE", "COMPLIANCE"]:
            soon = {"Mode": mode, "RetainUntilDate": datetime.now(timezone.utc) + timedelta(seconds=2)}
            attempt("shorten", s3.put_object_retention, **one, Retention=soon, BypassGovernanceRetention=True)
        attempt("no hold", s3.put_object_legal_hold, **one, LegalHold={"Status": "OFF"})
        attempt("overwrite", s3.put_object, Key=version["Key"], Body=b"gone")
        attempt("hide", s3.delete_object, Key=version["Key"])
    # What was shortened is over by then.
    time.sleep(3)
    for version in list(versions()):
        one = {"Key": version["Key"], "VersionId": version["VersionId"]}
        attempt("remove", s3.delete_object, **one)
        attempt("remove, bypassing", s3.delete_object, **one, BypassGovernanceRetention=True)
        attempt("remove many", s3.delete_objects, Delete={"Objects": [one]}, BypassGovernanceRetention=True)
    attempt("remove the bucket", s3.delete_bucket)
    print(json.dumps(through))


if what == "make":
    make(*more)
elif what == "attack":
    attack()
else:
    sys.exit(f"bucket.py cannot {what}")
