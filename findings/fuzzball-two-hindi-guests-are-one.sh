#!/bin/sh
# fuzzball 2.2.6, which finds names that are alike (a port of Python's thefuzz), sees no vowels in Hindi names: मीना शर्मा (Mina Sharma) and मोना शर्मा (Mona Sharma) are alike by 100 of 100. Before it
# compares, it takes "non-alphanumeric characters" away unless told otherwise, as its readme says, and all but \p{L} and \p{N} are such characters to it (full_process). The vowels of Hindi, Bengali,
# Tamil, Thai and others are signs upon a letter, \p{M}, and Unicode has these vowels as alphabetic (UAX #44, Alphabetic; UTS #18, Annex C: alnum). In place of each there is a blank, so two tokens come
# of one as well. Whoever looks a guest up by extract() may get another one first, with full marks, and checks her in; a list where guests that are alike by 95 count as one loses a guest. In
# Latin, Greek, Cyrillic or Chinese letters it is not seen. No error is raised. With full_process: false the two are told apart, and case and punctuation count.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error fuzzball@2.2.6 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.cjs <<'JS'
const fuzzball = require("fuzzball");

for (const [one, other] of [["Mina Sharma", "Mona Sharma"], ["Мина Шарма", "Мона Шарма"], ["मीना शर्मा", "मोना शर्मा"], ["राजा वर्मा", "राजू वर्मा"], ["মিনা", "মেনি"], ["ராஜா", "ராஜூ"], ["ซี", "ซู"]])
  console.log(`${one}, ${other}: ratio ${fuzzball.ratio(one, other)}, token_set_ratio ${fuzzball.token_set_ratio(one, other)}, WRatio ${fuzzball.WRatio(one, other)}, without full_process ${fuzzball.ratio(one, other, { full_process: false })}`);
console.log("compared as", JSON.stringify(fuzzball.full_process("मीना शर्मा")), JSON.stringify(fuzzball.full_process("मोना शर्मा")));
console.log("alphabetic:", [..."मीना"].map((sign) => /\p{Alphabetic}/u.test(sign)).join(" "));
const guests = ["मीना शर्मा", "मोना शर्मा", "राजा वर्मा", "राजू वर्मा", "Mina Sharma", "Mona Sharma"];
for (const name of ["Mona Sharma", "मोना शर्मा", "राजू वर्मा"])
  console.log(`at the door, ${name}:`, fuzzball.extract(name, guests, { limit: 2 }).map(([found, score]) => `${found} ${score}`).join(", "));
const kept = guests.filter((guest, n) => !guests.slice(0, n).some((other) => fuzzball.ratio(guest, other) >= 95));
console.log("of", guests.length, "guests,", kept.length, "are not alike:", kept.join(", "));
JS
TZ=UTC node try.cjs > seen
cat seen
diff - seen <<'SEEN'
Mina Sharma, Mona Sharma: ratio 91, token_set_ratio 91, WRatio 91, without full_process 91
Мина Шарма, Мона Шарма: ratio 90, token_set_ratio 90, WRatio 90, without full_process 90
मीना शर्मा, मोना शर्मा: ratio 100, token_set_ratio 100, WRatio 100, without full_process 90
राजा वर्मा, राजू वर्मा: ratio 100, token_set_ratio 100, WRatio 100, without full_process 90
মিনা, মেনি: ratio 100, token_set_ratio 100, WRatio 100, without full_process 50
ராஜா, ராஜூ: ratio 100, token_set_ratio 100, WRatio 100, without full_process 75
ซี, ซู: ratio 100, token_set_ratio 100, WRatio 100, without full_process 50
compared as "म न  शर म" "म न  शर म"
alphabetic: true true true true
at the door, Mona Sharma: Mona Sharma 100, Mina Sharma 91
at the door, मोना शर्मा: मीना शर्मा 100, मोना शर्मा 100
at the door, राजू वर्मा: राजू वर्मा 100, राजा वर्मा 100
of 6 guests, 4 are not alike: मीना शर्मा, राजा वर्मा, Mina Sharma, Mona Sharma
SEEN
