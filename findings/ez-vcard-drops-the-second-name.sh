#!/bin/sh
# ez-vcard 0.12.2 (Java) keeps one family name and one given name of a card and drops the others: of `N:van der Harten;Rene,J.;Sir;R.D.O.N.`, an example of RFC 6350 itself (5.9), J. is gone; of
# `N:Garcia,Lopez;Maria;;;` the second surname. RFC 6350, 6.2.2: the parts of a name are separated by semicolons, and each "can include multiple text values separated by the COMMA character"; RFC 2426, 3.1.2, has
# it for vCard 3.0. Its StructuredName has lists for additional names, prefixes and suffixes, and a single String for family and given, and reads the first value alone (nextValue), in xCard and jCard
# (RFC 7095, 3.3.1.3) as well. vobject 0.9.9 keeps both. Nothing is raised and the warnings of the reader are empty: who brings guests from one address book to another by it has
# two people of one name where there were Rene J. and Rene M., and the card that it writes back has lost the name for good.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>lab</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>com.googlecode.ez-vcard</groupId><artifactId>ez-vcard</artifactId><version>0.12.2</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Try.java <<'JAVA'
import ezvcard.Ezvcard;
import ezvcard.VCard;
import ezvcard.io.ParseWarning;
import ezvcard.property.StructuredName;
import java.util.ArrayList;
import java.util.List;

class Try {
  static void show(String from, VCard card, List<List<ParseWarning>> warnings) {
    StructuredName name = card.getStructuredName();
    System.out.println(from + " family " + name.getFamily() + " | given " + name.getGiven() + " | more " + name.getAdditionalNames() + " | warnings " + warnings);
  }

  public static void main(String[] args) {
    for (var version : new String[] {"4.0", "3.0"})
      for (var line : new String[] {"N:van der Harten;Rene,J.;Sir;R.D.O.N.;", "N:Garcia,Lopez;Maria;;;", "N:Berg;Anna;Eva,Lena;;"}) {
        var warnings = new ArrayList<List<ParseWarning>>();
        var card = Ezvcard.parse("BEGIN:VCARD\r\nVERSION:" + version + "\r\nFN:A guest\r\n" + line + "\r\nEND:VCARD\r\n").warnings(warnings).first();
        show(version + " " + line, card, warnings);
        System.out.println("    " + Ezvcard.write(card).prodId(false).go().lines().filter(one -> one.startsWith("N:")).findFirst().get());
      }
    var warnings = new ArrayList<List<ParseWarning>>();
    show("jCard", Ezvcard.parseJson("[\"vcard\",[[\"version\",{},\"text\",\"4.0\"],[\"fn\",{},\"text\",\"A guest\"],[\"n\",{},\"text\",[[\"Garcia\",\"Lopez\"],[\"Maria\",\"Jose\"],\"\",\"\",\"\"]]]]").warnings(warnings).first(), warnings);
    warnings = new ArrayList<List<ParseWarning>>();
    show("xCard", Ezvcard.parseXml("<vcards xmlns=\"urn:ietf:params:xml:ns:vcard-4.0\"><vcard><fn><text>A guest</text></fn><n><surname>Garcia</surname><surname>Lopez</surname><given>Maria</given><given>Jose</given><additional/><prefix/><suffix/></n></vcard></vcards>").warnings(warnings).first(), warnings);
  }
}
JAVA
TZ=UTC java -cp 'lib/*' Try.java > seen 2> said || { cat said; exit 1; }
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet vobject==0.9.9 >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC env/bin/python -c 'import vobject; print("vobject", vobject.readOne("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A guest\r\nN:Garcia,Lopez;Maria,Jose;;;\r\nEND:VCARD\r\n").n.value.__dict__)' >> seen
cat seen
diff - seen <<'SEEN'
4.0 N:van der Harten;Rene,J.;Sir;R.D.O.N.; family van der Harten | given Rene | more [Sir] | warnings [[]]
    N:van der Harten;Rene;Sir;R.D.O.N.;
4.0 N:Garcia,Lopez;Maria;;; family Garcia | given Maria | more [] | warnings [[]]
    N:Garcia;Maria;;;
4.0 N:Berg;Anna;Eva,Lena;; family Berg | given Anna | more [Eva, Lena] | warnings [[]]
    N:Berg;Anna;Eva,Lena;;
3.0 N:van der Harten;Rene,J.;Sir;R.D.O.N.; family van der Harten | given Rene | more [Sir] | warnings [[]]
    N:van der Harten;Rene;Sir;R.D.O.N.
3.0 N:Garcia,Lopez;Maria;;; family Garcia | given Maria | more [] | warnings [[]]
    N:Garcia;Maria
3.0 N:Berg;Anna;Eva,Lena;; family Berg | given Anna | more [Eva, Lena] | warnings [[]]
    N:Berg;Anna;Eva,Lena
jCard family Garcia | given Maria | more [] | warnings [[]]
xCard family Garcia | given Maria | more [] | warnings [[]]
vobject {'family': ['Garcia', 'Lopez'], 'given': ['Maria', 'Jose'], 'additional': '', 'prefix': '', 'suffix': ''}
SEEN
