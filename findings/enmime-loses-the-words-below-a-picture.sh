#!/bin/sh
# enmime 2.3.0 (github.com/jhillyerd/enmime, Go) gives the first text/html part of a mail for all of it: of an answer with a picture between two pieces of text, as phones write one, what stands below
# the picture is in neither Envelope.HTML nor Envelope.Text, which is made of it where a mail has no plain text, and in none of the lists of Attachments, Inlines and OtherParts. RFC 2046, 5.1.3:
# the parts of multipart/mixed belong together and stand in order; those of text/plain enmime joins with a line of two hyphens, so the same answer in plain text is whole. Its source takes
# DepthMatchFirst for HTML and DepthMatchAll for plain text. Inside of multipart/alternative the second piece of plain text is gone as well. The only warning in Envelope.Errors is that the text was made
# of HTML, its documentation calls Envelope.HTML "the HTML portion of the message", and go-message 0.18.2 walks through all parts. "We would love to come" is read, and "but on that day we cannot" is not.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/emersion/go-message v0.18.2
	github.com/jhillyerd/enmime/v2 v2.3.0
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-message/mail"
	"github.com/jhillyerd/enmime/v2"
)

func leaf(kind, text string) string {
	if strings.HasPrefix(kind, "image/") {
		return "Content-Type: " + kind + "\r\nContent-Disposition: inline; filename=hall.png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + text + "\r\n"
	}
	return "Content-Type: " + kind + "; charset=utf-8\r\n\r\n" + text + "\r\n"
}

func multipart(kind, boundary string, parts ...string) string {
	return "Content-Type: multipart/" + kind + "; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n" + strings.Join(parts, "--"+boundary+"\r\n") + "--" + boundary + "--\r\n"
}

func main() {
	above, picture, below := "We would love to come.", leaf("image/png", "iVBORw0KGgo="), "But on that day we cannot."
	html := []string{leaf("text/html", "<p>"+above+"</p>"), picture, leaf("text/html", "<p>"+below+"</p>")}
	plain := []string{leaf("text/plain", above), picture, leaf("text/plain", below)}
	for _, one := range []struct{ name, body string }{
		{"mixed, of plain text", multipart("mixed", "a", plain...)},
		{"mixed, of HTML", multipart("mixed", "a", html...)},
		{"alternative, of one mixed of HTML", multipart("alternative", "b", multipart("mixed", "a", html...))},
		{"alternative, of one mixed of plain text", multipart("alternative", "b", multipart("mixed", "a", plain...))},
	} {
		text := "From: anna@example.org\r\nTo: host@example.org\r\nSubject: Re: Dinner\r\nMIME-Version: 1.0\r\n" + one.body
		envelope, err := enmime.ReadEnvelope(strings.NewReader(text))
		if err != nil {
			panic(err)
		}
		fmt.Println(one.name)
		fmt.Printf("  text %q\n  html %q\n  attachments %d, inlines %d, others %d\n", envelope.Text, envelope.HTML, len(envelope.Attachments), len(envelope.Inlines), len(envelope.OtherParts))
		for _, said := range envelope.Errors {
			fmt.Println("  says", said.Error())
		}
		reader, err := mail.CreateReader(strings.NewReader(text))
		if err != nil {
			panic(err)
		}
		for {
			part, err := reader.NextPart()
			if err == io.EOF {
				break
			}
			if err != nil {
				panic(err)
			}
			content, _ := io.ReadAll(part.Body)
			if strings.Contains(string(content), " ") {
				fmt.Printf("  go-message: %q\n", content)
			}
		}
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
mixed, of plain text
  text "We would love to come.\n--\nBut on that day we cannot."
  html ""
  attachments 0, inlines 1, others 0
  go-message: "We would love to come."
  go-message: "But on that day we cannot."
mixed, of HTML
  text "We would love to come."
  html "<p>We would love to come.</p>"
  attachments 0, inlines 1, others 0
  says [W] Plain Text from HTML: Message did not contain a text/plain part
  go-message: "<p>We would love to come.</p>"
  go-message: "<p>But on that day we cannot.</p>"
alternative, of one mixed of HTML
  text "We would love to come."
  html "<p>We would love to come.</p>"
  attachments 0, inlines 1, others 0
  says [W] Plain Text from HTML: Message did not contain a text/plain part
  go-message: "<p>We would love to come.</p>"
  go-message: "<p>But on that day we cannot.</p>"
alternative, of one mixed of plain text
  text "We would love to come."
  html ""
  attachments 0, inlines 1, others 0
  go-message: "We would love to come."
  go-message: "But on that day we cannot."
SEEN
