#!/bin/sh
# csv-parser 3.2.1 writes into the file that it is given to read: to take the second of two quotes away (RFC 4180, 2.7: a quote in a quoted field is written twice) it moves the letters behind it one
# place to the left in the Buffer that came in as a chunk (parseCell), and the end of the field stays there twice. Who shows a preview of an uploaded list and then imports it, from one Buffer as an
# upload in memory is, sees five guests in the preview; the import calls the first Anna "Nan" Bergrg, and since a single quote is left in the note on a 12-inch cake, the three guests behind it are
# part of that note. A copy of the upload that is kept, or its checksum, is another one as well. Streams of Node do not change what they are given, and the readme of csv-parser says nothing of it; a
# proposal of 2016 to copy the chunk first was closed, and the newest version still does it. Neither reading raises an error. A file on disk does not show it, as each reading has its own chunks, nor
# does text in place of a Buffer. csv-parse 7.0.3 leaves the Buffer alone.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error csv-parser@3.2.1 csv-parse@7.0.3 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { parse } from "csv-parse";
import csv from "csv-parser";

const list = ["Name,Note", '"Anna ""Nan"" Berg",2 seats', '"Bert Huber","brings a 12"" cake"', "Carl Weber,1 seat", "Dora Lang,1 seat", "Emil Roth,4 seats", ""].join("\r\n");
const check = (upload) => createHash("sha256").update(upload).digest("hex").slice(0, 8);
for (const [name, reader] of [["csv-parser", () => csv()], ["csv-parse", () => parse({ columns: true })]]) {
  const upload = Buffer.from(list);
  for (const time of ["preview", "import"]) {
    const guests = await Readable.from([upload]).pipe(reader()).toArray();
    console.log(`${name}, ${time}: ${guests.length} guests, ${JSON.stringify(guests)}`);
  }
  console.log(`${name}: checksum before ${check(Buffer.from(list))}, after ${check(upload)}`);
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
csv-parser, preview: 5 guests, [{"Name":"Anna \"Nan\" Berg","Note":"2 seats"},{"Name":"Bert Huber","Note":"brings a 12\" cake"},{"Name":"Carl Weber","Note":"1 seat"},{"Name":"Dora Lang","Note":"1 seat"},{"Name":"Emil Roth","Note":"4 seats"}]
csv-parser, import: 2 guests, [{"Name":"Anna \"Nan\" Bergrg","Note":"2 seats"},{"Name":"Bert Huber","Note":"\"brings a 12\" cakee\"\r\nCarl Weber,1 seat\r\nDora Lang,1 seat\r\nEmil Roth,4 seats\r\n"}]
csv-parser: checksum before 636727f1, after 8905a855
csv-parse, preview: 5 guests, [{"Name":"Anna \"Nan\" Berg","Note":"2 seats"},{"Name":"Bert Huber","Note":"brings a 12\" cake"},{"Name":"Carl Weber","Note":"1 seat"},{"Name":"Dora Lang","Note":"1 seat"},{"Name":"Emil Roth","Note":"4 seats"}]
csv-parse, import: 5 guests, [{"Name":"Anna \"Nan\" Berg","Note":"2 seats"},{"Name":"Bert Huber","Note":"brings a 12\" cake"},{"Name":"Carl Weber","Note":"1 seat"},{"Name":"Dora Lang","Note":"1 seat"},{"Name":"Emil Roth","Note":"4 seats"}]
csv-parse: checksum before 636727f1, after 636727f1
SEEN
