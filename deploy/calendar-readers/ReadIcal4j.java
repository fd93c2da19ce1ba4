import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.stream.Collectors;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStart;

/** Reads each calendar of a folder with ical4j, and prints what it finds in it. */
class ReadIcal4j {
  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  static String told(Temporal value) {
    if (value instanceof LocalDate day) return day.toString();
    if (value instanceof ZonedDateTime zoned) return UTC.format(zoned.toInstant());
    if (value instanceof OffsetDateTime offset) return UTC.format(offset.toInstant());
    if (value instanceof Instant instant) return UTC.format(instant);
    return "without a zone: " + value;
  }

  static String text(VEvent event, String name) {
    return event.<Property>getRequiredProperty(name).getValue();
  }

  static String entry(VEvent event) {
    DtStart<?> start = event.getRequiredProperty(Property.DTSTART);
    DtEnd<?> end = event.getRequiredProperty(Property.DTEND);
    return String.format("{\"uid\":\"%s\",\"start\":\"%s\",\"end\":\"%s\",\"sequence\":%s,\"isCancelled\":%s}",
        text(event, "UID"), told(start.getDate()), told(end.getDate()), text(event, "SEQUENCE"), event.<Property>getProperty(Property.STATUS).map(status -> status.getValue().equals("CANCELLED")).orElse(false));
  }

  public static void main(String[] arguments) throws Exception {
    System.setProperty("net.fortuna.ical4j.timezone.cache.impl", "net.fortuna.ical4j.util.MapTimeZoneCache");
    System.setProperty("net.fortuna.ical4j.timezone.update.enabled", "false");
    try (var files = Files.list(Path.of(arguments[0]))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".ics")).sorted().toList()) {
        String found;
        try (var reader = Files.newBufferedReader(file)) {
          found = new CalendarBuilder().build(reader).<VEvent>getComponents("VEVENT").stream().map(ReadIcal4j::entry).collect(Collectors.joining(",", "[", "]"));
        } catch (Exception error) {
          found = "[\"" + error.getClass().getSimpleName() + "\"]";
        }
        System.out.println(file.getFileName().toString().replace(".ics", "") + "\t" + found);
      }
    }
  }
}
