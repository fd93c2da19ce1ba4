#!/bin/sh
# versitygw 1.8.0, an S3 gateway on a folder, dates a version by the moment at which it was written over: the first of two versions, seconds older, has the
# second one's LastModified. Amazon's API reference, ObjectVersion: "Date and time when the object was last modified", which nothing can do to a
# version. Whoever asks for a bucket as it was at a moment, as rclone's --s3-version-at does, finds it without all that has been overwritten since.
set -eu
lab=$(mktemp -d)
trap 'kill $server 2>/dev/null || true; rm -rf "$lab"' EXIT
cd "$lab"
server=
CGO_ENABLED=0 GOBIN="$lab" go install github.com/versity/versitygw/cmd/versitygw@v1.8.0
mkdir users objects versions
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
ROOT_ACCESS_KEY=owner ROOT_SECRET_KEY=made-for-this ./versitygw --quiet --port "127.0.0.1:$port" --iam-dir "$lab/users" posix --versioning-dir "$lab/versions" "$lab/objects" &
server=$!
ask() { curl --silent --fail --user owner:made-for-this --aws-sigv4 aws:amz:us-east-1:s3 --header "x-amz-content-sha256: UNSIGNED-PAYLOAD" "$@"; }
for _ in 1 2 3 4 5 6 7 8 9 10; do ask "http://127.0.0.1:$port/" > up && break || sleep 1; done
ask --request PUT "http://127.0.0.1:$port/parties"
ask --request PUT --data '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>' "http://127.0.0.1:$port/parties?versioning="
ask --request PUT --data 'the menu' "http://127.0.0.1:$port/parties/menu" && written=$(date +%s)
sleep 5
ask --request PUT --data 'another menu' "http://127.0.0.1:$port/parties/menu" && overwritten=$(date +%s)
ask "http://127.0.0.1:$port/parties?versions=" > listed
echo "versions of the menu: $(grep -o '<LastModified>' listed | wc -l), $((overwritten - written)) seconds apart" > seen
node -e '
  const times = [...require("node:fs").readFileSync("listed", "utf8").matchAll(/<LastModified>([^<]+)/g)].map(([, time]) => Date.parse(time));
  console.log("by their dates,", Math.round((Math.max(...times) - Math.min(...times)) / 1000), "seconds apart");
' >> seen
cat seen
diff - seen <<'SEEN'
versions of the menu: 2, 5 seconds apart
by their dates, 0 seconds apart
SEEN
