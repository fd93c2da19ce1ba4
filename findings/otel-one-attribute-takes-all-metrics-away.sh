#!/bin/sh
# @opentelemetry/exporter-prometheus 0.301.0 writes a page that cannot be read, all of it, once a single count has attributes that become one label: of `hall.name` and `hall_name` (a program's and a
# library's spelling) it writes hall_name twice, of an attribute `le` on a histogram le twice, and of `2027-dinner` a label that begins with a digit. Prometheus' "Exposition formats" has labels in
# [a-zA-Z_][a-zA-Z0-9_]*, and a page with one line that is not valid is refused. OpenTelemetry's "Prometheus and OpenMetrics Compatibility", Metric Attributes: where several keys become one
# label, their values MUST be written as one, with `;` between them. It replaces other characters in labels and no more; the `_` before a digit is set for names of metrics alone. Neither add()
# nor the page raises an error, and its readme does not tell. From that count on nothing of the server is measured: alerts on mails that wait fall silent, and only one on `up` would tell.
# The exporter for Python keeps the last of the two values.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error @opentelemetry/exporter-prometheus@0.301.0 @opentelemetry/sdk-metrics@3.1.0 @opentelemetry/api@1.10.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > write.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";

const page = async (name, count) => {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const meter = new MeterProvider({ readers: [exporter] }).getMeter("server");
  meter.createGauge("mails_waiting").record(4000);
  count(meter);
  const { resourceMetrics, errors } = await exporter.collect();
  const text = new PrometheusSerializer(undefined, false, undefined, true, true).serialize(resourceMetrics);
  writeFileSync(`${name}.txt`, text);
  console.log(`${name}: ${errors.length} errors`);
  for (const line of text.match(/^seats.*|^wait_bucket.*le="5".*/gm)) console.log("  ", line);
};
await page("one", (meter) => meter.createCounter("seats").add(1, { "hall.name": "1" }));
await page("two", (meter) => meter.createCounter("seats").add(1, { "hall.name": "1", hall_name: "2" }));
await page("digit", (meter) => meter.createCounter("seats").add(1, { "2027-dinner": "yes" }));
await page("le", (meter) => meter.createHistogram("wait").record(3, { le: "Ulm" }));
process.exit(0);
JS
cat > go.mod <<'MOD'
module example.org/lab

go 1.25.0

require (
	github.com/prometheus/common v0.74.0
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

func main() {
	for _, name := range []string{"one", "two", "digit", "le"} {
		page, err := os.ReadFile(name + ".txt")
		if err != nil {
			panic(err)
		}
		parser := expfmt.NewTextParser(model.UTF8Validation)
		families, err := parser.TextToMetricFamilies(strings.NewReader(string(page)))
		if err != nil {
			fmt.Printf("%s: refused, %v\n", name, err)
			continue
		}
		fmt.Printf("%s: read, mails waiting: %v\n", name, families["mails_waiting"].Metric[0].Gauge.GetValue())
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC node write.mjs > seen
TZ=UTC ./lab >> seen
cat seen
diff - seen <<'SEEN'
one: 0 errors
   seats_total{hall_name="1"} 1
two: 0 errors
   seats_total{hall_name="1",hall_name="2"} 1
digit: 0 errors
   seats_total{2027_dinner="yes"} 1
le: 0 errors
   wait_bucket{le="Ulm",le="5"} 1
one: read, mails waiting: 4000
two: refused, text format parsing error in line 6: duplicate label names for metric "seats_total"
digit: refused, text format parsing error in line 6: invalid label name for metric "seats_total"
le: refused, text format parsing error in line 6: expected float as value for 'le' label, got "Ulm"
SEEN
