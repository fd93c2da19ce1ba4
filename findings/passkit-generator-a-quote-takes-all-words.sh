#!/bin/sh
# passkit-generator 3.6.1 (Apple Wallet passes for Node) writes the words of pass.localize() into xx.lproj/pass.strings as they are: `"${key}" = "${value}";`. Apple's Resource
# Programming Guide ("String Resources") wants a backslash before quotation marks and backslashes in a text, as in C. One event called Lesung: "Winternacht" and the file cannot be
# read: not this name alone, all words of that language are gone, and a reader is left with the keys ("gate-name" for where to go in). A backslash before an n becomes a line end.
# It also reads the strings that a model brings, and writes them anew, with or without a call to localize(): of a line without a space before its "=" nothing stays (the guide has
# the file as a property list of the old style, where spaces mean nothing), so the signed pass has fewer words than the model. Neither readme nor tracker speaks of it, the
# pass is signed, and no error is raised. The strings are read here with howett.net/plist 1.0.1, whose words for what is wrong with the third file are shown.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error passkit-generator@3.6.1 > install.log 2>&1 || { cat install.log; exit 2; }
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 30 -subj '/CN=Pass Type ID: pass.org.example.guest/O=Example' > install.log 2>&1 ||
  { cat install.log; exit 2; }
cat > write.mjs <<'JS'
import { readFileSync, writeFileSync } from "node:fs";
import { PKPass } from "passkit-generator";

const certificates = { wwdr: readFileSync("certificate.pem"), signerCert: readFileSync("certificate.pem"), signerKey: readFileSync("key.pem") };
const card = {
  formatVersion: 1, passTypeIdentifier: "pass.org.example.guest", teamIdentifier: "EXAMPLE123", organizationName: "Example", serialNumber: "1", description: "Ticket",
  eventTicket: { primaryFields: [{ key: "event", label: "event-label", value: "event-name" }], secondaryFields: [{ key: "gate", label: "gate-label", value: "gate-name" }] },
};
const write = (file, model, name) => {
  const pass = new PKPass({ "pass.json": Buffer.from(JSON.stringify(card)), "icon.png": Buffer.from("icon"), "de.lproj/pass.strings": Buffer.from(model) }, certificates);
  if (name) pass.localize("de", { "event-name": name });
  const files = pass.getAsRaw();
  if (!files.signature) throw new Error("not signed");
  writeFileSync(file, files["de.lproj/pass.strings"]);
};
const model = '"event-label" = "Abend";\n"gate-label" = "Eingang";\n"gate-name" = "Hof";\n';
write("1-plain.strings", model, "Lesung: Winternacht");
write("2-backslash.strings", model, "Lesung: Gast\\nummer 7");
write("3-quoted.strings", model, 'Lesung: "Winternacht"');
const narrow = '"event-label"="Abend";\n"gate-label"="Eingang";\n"gate-name" = "Hof";\n';
writeFileSync("4-narrow-model.strings", narrow);
write("5-narrow-pass.strings", narrow);
JS
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require howett.net/plist v1.0.1
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"howett.net/plist"
)

func main() {
	files, _ := filepath.Glob("*.strings")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		var words map[string]string
		if _, err = plist.Unmarshal(text, &words); err != nil {
			fmt.Println(file, "cannot be read:", err)
			continue
		}
		fmt.Printf("%s %q\n", file, words)
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC node write.mjs > seen
cat 3-quoted.strings >> seen
echo >> seen
TZ=UTC ./lab >> seen
cat seen
diff - seen <<'SEEN'
"event-label" = "Abend";
"gate-label" = "Eingang";
"gate-name" = "Hof";
"event-name" = "Lesung: "Winternacht"";
1-plain.strings map["event-label":"Abend" "event-name":"Lesung: Winternacht" "gate-label":"Eingang" "gate-name":"Hof"]
2-backslash.strings map["event-label":"Abend" "event-name":"Lesung: Gast\nummer 7" "gate-label":"Eingang" "gate-name":"Hof"]
3-quoted.strings cannot be read: plist: error parsing text property list: missing ; in dictionary at line 3 character 26
4-narrow-model.strings map["event-label":"Abend" "gate-label":"Eingang" "gate-name":"Hof"]
5-narrow-pass.strings map["gate-name":"Hof"]
SEEN
