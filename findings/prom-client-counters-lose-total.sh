#!/bin/sh
# prom-client 15.1.3 writes a registry as text for Prometheus, or as OpenMetrics, by its content type. Once it has been read as OpenMetrics, its counters
# have another name as text: `letters_total` becomes `letters`, for good, since the name is cut off the counter itself and put back for OpenMetrics
# alone. Where some scrapers ask for OpenMetrics and others do not, the first of them ends every series of the others. Each format alone is right.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund prom-client@15.1.3
cat > read.mjs <<'JS'
import client from "prom-client";

const { OPENMETRICS_CONTENT_TYPE, PROMETHEUS_CONTENT_TYPE } = client.Registry;
const registry = new client.Registry();
new client.Counter({ name: "letters_total", help: "Letters sent", registers: [registry] }).inc(3);
for (const type of [PROMETHEUS_CONTENT_TYPE, OPENMETRICS_CONTENT_TYPE, PROMETHEUS_CONTENT_TYPE]) {
  registry.setContentType(type);
  const sample = (await registry.metrics()).split("\n").find((line) => line.endsWith(" 3"));
  console.log(`${type.split(";")[0]}: ${sample}`);
}
JS
node read.mjs | tee seen.txt
cat > expected.txt <<'TEXT'
text/plain: letters_total 3
application/openmetrics-text: letters_total 3
text/plain: letters 3
TEXT
cmp seen.txt expected.txt
