#!/bin/sh
# flatpickr 4.6.13, a date picker for web pages, takes Czech July for June: "10. Červenec 2027" is 10 June, as it finds Červen (June) at the beginning of Červenec (July). It looks for the names of
# the months with one pattern, "(Leden|…|Červen|Červenec|…)", of which the first that fits wins (ECMA-262, 22.2.2.3: alternatives are tried from left to right), and then goes on at the year
# wherever that stands. Vietnamese November and December ("Tháng mười một", "Tháng mười hai") become October ("Tháng mười") in the same way. The names are its own (l10n/cs, l10n/vn), and it
# writes such dates itself. Its documentation has altInput to show people a readable date while the form sends another, and allowInput to let them type: with both, who opens the calendar on an
# evening in July and clicks beside it, without choosing a day, sends June. A form that is filled with a date in the field's own format is a month early from the start. Nothing is raised, the
# calendar shows the wrong day as the chosen one, and the host invites for a month too early. German and English months are told apart.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error flatpickr@4.6.13 jsdom@31.0.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.cjs <<'JS'
const { JSDOM } = require("jsdom");

const page = new JSDOM("<form></form>", { pretendToBeVisual: true }).window;
for (const name of ["document", "HTMLElement", "HTMLCollection", "NodeList", "Node"]) globalThis[name] = page[name];
globalThis.window = page;
const flatpickr = require("flatpickr");
for (const language of ["cs", "de", "vn"]) require(`flatpickr/dist/l10n/${language}.js`);
const field = (value) => {
  page.document.body.innerHTML = `<input value="${value}">`;
  return page.document.querySelector("input");
};
const chosen = (picker) => picker.formatDate(picker.selectedDates[0], "Y-m-d");

for (const [locale, day] of [["cs", "2027-06-10"], ["cs", "2027-07-10"], ["cs", "2027-08-10"], ["vn", "2027-10-10"], ["vn", "2027-11-10"], ["vn", "2027-12-10"], ["de", "2027-07-10"]]) {
  const input = field(day);
  const picker = flatpickr(input, { locale, altInput: true, altFormat: "j. F Y", allowInput: true });
  const shown = picker.altInput.value;
  picker.open();
  page.document.body.dispatchEvent(new page.Event("ontouchstart" in page ? "touchstart" : "mousedown", { bubbles: true }));
  const filled = flatpickr(field(shown), { locale, dateFormat: "j. F Y" });
  console.log(`${locale} ${day}: shown as ${shown}; opened and left, the form sends ${input.value}; a form filled with that text has ${chosen(filled)}`);
}
process.exit(0);
JS
TZ=UTC node try.cjs > seen
cat seen
diff - seen <<'SEEN'
cs 2027-06-10: shown as 10. Červen 2027; opened and left, the form sends 2027-06-10; a form filled with that text has 2027-06-10
cs 2027-07-10: shown as 10. Červenec 2027; opened and left, the form sends 2027-06-10; a form filled with that text has 2027-06-10
cs 2027-08-10: shown as 10. Srpen 2027; opened and left, the form sends 2027-08-10; a form filled with that text has 2027-08-10
vn 2027-10-10: shown as 10. Tháng mười 2027; opened and left, the form sends 2027-10-10; a form filled with that text has 2027-10-10
vn 2027-11-10: shown as 10. Tháng mười một 2027; opened and left, the form sends 2027-10-10; a form filled with that text has 2027-10-10
vn 2027-12-10: shown as 10. Tháng mười hai 2027; opened and left, the form sends 2027-10-10; a form filled with that text has 2027-10-10
de 2027-07-10: shown as 10. Juli 2027; opened and left, the form sends 2027-07-10; a form filled with that text has 2027-07-10
SEEN
