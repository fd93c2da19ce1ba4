#!/bin/sh
# parse-prometheus-text-format 1.1.1, which reads what a server tells Prometheus into JavaScript, makes one histogram of all that have the same name: of an answer time for each route, the buckets of the
# last route stay, under no route, and the sums and counts of all are gone. Summaries likewise: of two mail servers, the last one's quantile. Prometheus' text format has one set of buckets, with sum
# and count, for each set of labels ("Exposition formats": histograms and summaries). Its readme says that it aims to be compatible with prom2json, which has them apart; its own example has a single
# histogram without labels, for which all is right, and counters and gauges keep their labels. Buckets of any labels but `le` go into one object, and only lines without other labels give sum and
# count (flattenMetrics). No error is raised, and its tracker does not tell of it. A check that takes the slow tenth of /answers from it looks at /health, which is fast, so nobody is woken while the
# answers of guests wait.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error parse-prometheus-text-format@1.1.1 prom-client@15.1.3 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import reader from "parse-prometheus-text-format";
import { Gauge, Histogram, Registry, Summary } from "prom-client";

const parse = reader.default ?? reader;
const registry = new Registry();
const registers = [registry];
const answers = new Histogram({ name: "answer_seconds", help: "Time to answer.", labelNames: ["route"], buckets: [0.5, 5], registers });
const mail = new Summary({ name: "mail_seconds", help: "Time to send.", labelNames: ["server"], percentiles: [0.9], registers });
const whole = new Histogram({ name: "all_seconds", help: "Time of all.", buckets: [0.5, 5], registers });
const seats = new Gauge({ name: "seats", help: "Free seats.", labelNames: ["hall"], registers });
for (let n = 0; n < 10; n++) answers.observe({ route: "/answers" }, 30);
for (let n = 0; n < 1000; n++) answers.observe({ route: "/health" }, 0.125);
for (const [server, seconds] of [["a", 60], ["b", 0.25]]) for (let n = 0; n < 10; n++) mail.observe({ server }, seconds);
whole.observe(30);
seats.set({ hall: "1" }, 3);
seats.set({ hall: "2" }, 4);
const text = await registry.metrics();
console.log(text.trim());
console.log();
for (const family of parse(text)) console.log(family.name, JSON.stringify(family.metrics));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
# HELP answer_seconds Time to answer.
# TYPE answer_seconds histogram
answer_seconds_bucket{le="0.5",route="/answers"} 0
answer_seconds_bucket{le="5",route="/answers"} 0
answer_seconds_bucket{le="+Inf",route="/answers"} 10
answer_seconds_sum{route="/answers"} 300
answer_seconds_count{route="/answers"} 10
answer_seconds_bucket{le="0.5",route="/health"} 1000
answer_seconds_bucket{le="5",route="/health"} 1000
answer_seconds_bucket{le="+Inf",route="/health"} 1000
answer_seconds_sum{route="/health"} 125
answer_seconds_count{route="/health"} 1000

# HELP mail_seconds Time to send.
# TYPE mail_seconds summary
mail_seconds{quantile="0.9",server="a"} 60
mail_seconds_sum{server="a"} 600
mail_seconds_count{server="a"} 10
mail_seconds{quantile="0.9",server="b"} 0.25
mail_seconds_sum{server="b"} 2.5
mail_seconds_count{server="b"} 10

# HELP all_seconds Time of all.
# TYPE all_seconds histogram
all_seconds_bucket{le="0.5"} 0
all_seconds_bucket{le="5"} 0
all_seconds_bucket{le="+Inf"} 1
all_seconds_sum 30
all_seconds_count 1

# HELP seats Free seats.
# TYPE seats gauge
seats{hall="1"} 3
seats{hall="2"} 4

answer_seconds [{"buckets":{"5":"1000","0.5":"1000","+Inf":"1000"}}]
mail_seconds [{"quantiles":{"0.9":"0.25"}}]
all_seconds [{"buckets":{"5":"0","0.5":"0","+Inf":"1"},"count":"1","sum":"30"}]
seats [{"value":"3","labels":{"hall":"1"}},{"value":"4","labels":{"hall":"2"}}]
SEEN
