import { expect, test } from "vitest";
import { readBucket } from "./bucket.ts";

const good = {
  BACKUP_BUCKET: "https://s3.eu-central-1.amazonaws.com/turnout-backups/one",
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "backups",
  AWS_SECRET_ACCESS_KEY: "secret",
};

test.each<[string, Partial<typeof good>]>([
  ["BACKUP_BUCKET is missing", { BACKUP_BUCKET: " " }],
  ["AWS_REGION is missing", { AWS_REGION: "" }],
  ["AWS_ACCESS_KEY_ID is missing", { AWS_ACCESS_KEY_ID: "" }],
  ["AWS_SECRET_ACCESS_KEY is missing", { AWS_SECRET_ACCESS_KEY: "" }],
  ["BACKUP_BUCKET must be a URL with the bucket's name", { BACKUP_BUCKET: "turnout-backups" }],
  ["BACKUP_BUCKET must be a URL with the bucket's name", { BACKUP_BUCKET: "https://s3.eu-central-1.amazonaws.com/" }],
  ["BACKUP_BUCKET must be a URL with the bucket's name", { BACKUP_BUCKET: "s3://turnout-backups" }],
])("%s is said of a bucket whose settings are wrong; control: good ones are taken", (words, change) => {
  expect(() => readBucket({ ...good, ...change })).toThrow(words);
  expect(readBucket(good)).toMatchObject({ url: good.BACKUP_BUCKET, region: "eu-central-1" });
});
