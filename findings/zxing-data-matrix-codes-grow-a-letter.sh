#!/bin/sh
# zxing 3.5.4 (com.google.zxing:core) with its hint DATA_MATRIX_COMPACT, which "specifies whether to use compact mode for Data Matrix", draws codes that say more than they were given:
# "D3J6YFCS-NXJZQ6E" is read as "D3J6YFCS-NXJZQ6E U". The text goes into EDIFACT mode, four characters in three bytes. ISO/IEC 16022, 5.2.8: that mode ends with an unlatch character; it may be left out only where
# at most two codewords of the symbol remain. The minimal encoder leaves it out whenever the last group is full, so where three or more remain the padding behind is read as text too.
# What decides is the text's length and shape: of codes of 16 capitals and figures with hyphens most are wrong, of those of 14 and 15 none, so a test with "T-000123" is content. Without the hint all are right.
# zxing's own reader and zxing-cpp 3.1.1 agree on what the symbol says. Nothing is raised: the ticket is sent, scans at the door without a fault, and its number is on no list.
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
    <dependency><groupId>com.google.zxing</groupId><artifactId>core</artifactId><version>3.5.4</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Draw.java <<'JAVA'
import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.datamatrix.DataMatrixWriter;
import com.google.zxing.datamatrix.decoder.Decoder;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

class Draw {
  static String read(String text, boolean compact, String file) throws Exception {
    var bits = new DataMatrixWriter().encode(text, BarcodeFormat.DATA_MATRIX, 0, 0, Map.of(EncodeHintType.DATA_MATRIX_COMPACT, compact));
    if (file != null) {
      var image = new BufferedImage((bits.getWidth() + 8) * 4, (bits.getHeight() + 8) * 4, BufferedImage.TYPE_BYTE_GRAY);
      for (var y = 0; y < image.getHeight(); y++)
        for (var x = 0; x < image.getWidth(); x++) {
          int column = x / 4 - 4, row = y / 4 - 4;
          var dark = column >= 0 && row >= 0 && column < bits.getWidth() && row < bits.getHeight() && bits.get(column, row);
          image.setRGB(x, y, dark ? 0 : 0xffffff);
        }
      ImageIO.write(image, "png", new File(file));
    }
    return new Decoder().decode(bits).getText();
  }

  public static void main(String[] args) throws Exception {
    var n = 0;
    for (var text : new String[] {"T-000123", "W33L-DY9SCATABA", "W33L-DY9SCATABAT", "D3J6YFCS-NXJZQ6E", "URD6SSIJ32MJFCT-MNB8PAHN8-2B-ORA"})
      System.out.printf("%s | plain: %s | compact: %s%n", text, read(text, false, null), read(text, true, n++ + ".png"));
    var letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    for (var shape : new String[] {"****-****-****", "********-******", "********-*******", "**-******-******"}) {
      var chance = new Random(1);
      int plain = 0, compact = 0;
      for (var code = 0; code < 100; code++) {
        var text = new StringBuilder();
        for (var place : shape.toCharArray()) text.append(place == '*' ? letters.charAt(chance.nextInt(letters.length())) : place);
        if (!read(text.toString(), false, null).equals(text.toString())) plain++;
        if (!read(text.toString(), true, null).equals(text.toString())) compact++;
      }
      System.out.printf("of 100 codes %s wrong: plain %d, compact %d%n", shape, plain, compact);
    }
  }
}
JAVA
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet zxing-cpp==3.1.1 pillow==12.0.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > read.py <<'PY'
import zxingcpp
from PIL import Image

for n in range(5):
    print("zxing-cpp:", *(code.text for code in zxingcpp.read_barcodes(Image.open(f"{n}.png"))))
PY
TZ=UTC java -Djava.awt.headless=true -cp 'lib/*' Draw.java > seen 2> said || { cat said; exit 1; }
TZ=UTC env/bin/python read.py >> seen
cat seen
diff - seen <<'SEEN'
T-000123 | plain: T-000123 | compact: T-000123
W33L-DY9SCATABA | plain: W33L-DY9SCATABA | compact: W33L-DY9SCATABA
W33L-DY9SCATABAT | plain: W33L-DY9SCATABAT | compact: W33L-DY9SCATABAT U
D3J6YFCS-NXJZQ6E | plain: D3J6YFCS-NXJZQ6E | compact: D3J6YFCS-NXJZQ6E U
URD6SSIJ32MJFCT-MNB8PAHN8-2B-ORA | plain: URD6SSIJ32MJFCT-MNB8PAHN8-2B-ORA | compact: URD6SSIJ32MJFCT-MNB8PAHN8-2B-ORA V#>20,
of 100 codes ****-****-**** wrong: plain 0, compact 0
of 100 codes ********-****** wrong: plain 0, compact 0
of 100 codes ********-******* wrong: plain 0, compact 76
of 100 codes **-******-****** wrong: plain 0, compact 96
zxing-cpp: T-000123
zxing-cpp: W33L-DY9SCATABA
zxing-cpp: W33L-DY9SCATABAT U
zxing-cpp: D3J6YFCS-NXJZQ6E U
zxing-cpp: URD6SSIJ32MJFCT-MNB8PAHN8-2B-ORA V#>20,
SEEN
