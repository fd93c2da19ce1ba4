"""Makes one call of Amazon's API for each line of JSON, and answers with one."""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

for line in sys.stdin:
    asked = json.loads(line)
    client = boto3.client(
        asked["service"],
        endpoint_url=sys.argv[1],
        region_name=asked["region"],
        config=Config(retries={"max_attempts": 4}, s3={"addressing_style": "path"}),
        **asked["credentials"],
    )
    try:
        answer = {"answer": getattr(client, asked["operation"])(**asked["parameters"])}
    except ClientError as error:
        answer = {"error": error.response["Error"]["Code"], "message": str(error)}
    print(json.dumps(answer, default=str), flush=True)
