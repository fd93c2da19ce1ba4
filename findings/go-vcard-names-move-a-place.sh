#!/bin/sh
# go-vcard (of 18 June 2026) splits a name at a semicolon that belongs to it: of `N:Berg\; Partner;Anna;;;` the family name is `Berg\`, the given name `Partner` and Anna a
# middle name. RFC 6350, 3.4: a semicolon within a part is written `\;`, and only bare ones separate. The same holds for the parts of an address.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/emersion/go-vcard v0.0.0-20260618161152-d854b7e0e2d3
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"strings"

	"github.com/emersion/go-vcard"
)

func main() {
	for _, name := range []string{`Berg\; Partner;Anna;;;`, `Berg;Anna;;;`} {
		text := strings.Join([]string{"BEGIN:VCARD", "VERSION:4.0", "FN:Anna Berg", "N:" + name, `ADR:;;Weg 1\; Hof;Ulm;;89073;Germany`, "END:VCARD", ""}, "\r\n")
		card, err := vcard.NewDecoder(strings.NewReader(text)).Decode()
		if err != nil {
			panic(err)
		}
		read, address := card.Name(), card.Address()
		fmt.Printf("%s | family %q given %q additional %q | street %q locality %q region %q\n",
			name, read.FamilyName, read.GivenName, read.AdditionalName, address.StreetAddress, address.Locality, address.Region)
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
Berg\; Partner;Anna;;; | family "Berg\\" given " Partner" additional "Anna" | street "Weg 1\\" locality " Hof" region "Ulm"
Berg;Anna;;; | family "Berg" given "Anna" additional "" | street "Weg 1\\" locality " Hof" region "Ulm"
SEEN
