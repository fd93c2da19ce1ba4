/* Reads each calendar that is named with libical, by the zones that the calendar brings, and prints what it finds in it. */
#include <libgen.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *content_of(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) exit(2);
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *text = calloc((size_t)size + 1, 1);
  if (fread(text, 1, (size_t)size, file) != (size_t)size) exit(2);
  fclose(file);
  return text;
}

static void tell(struct icaltimetype value, icalproperty *property, icalcomponent *calendar) {
  if (value.is_date) {
    printf("\"%04d-%02d-%02d\"", value.year, value.month, value.day);
    return;
  }
  icalparameter *tzid = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  const icaltimezone *zone = tzid ? icalcomponent_get_timezone(calendar, icalparameter_get_tzid(tzid)) : icaltimezone_get_utc_timezone();
  if (!zone) {
    printf("\"without a zone\"");
    return;
  }
  time_t seconds = icaltime_as_timet_with_zone(value, zone);
  char text[40];
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", gmtime(&seconds));
  printf("\"%s\"", text);
}

int main(int count, char **paths) {
  for (int at = 1; at < count; at++) {
    char *text = content_of(paths[at]);
    icalcomponent *calendar = icalparser_parse_string(text);
    char *name = basename(paths[at]);
    printf("%.*s\t[", (int)(strlen(name) - 4), name);
    const char *between = "";
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
      icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
      icalproperty *end = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
      printf("%s{\"uid\":\"%s\",\"start\":", between, icalcomponent_get_uid(event));
      tell(icalproperty_get_dtstart(start), start, calendar);
      printf(",\"end\":");
      tell(icalproperty_get_dtend(end), end, calendar);
      printf(",\"sequence\":%d,\"isCancelled\":%s}", icalcomponent_get_sequence(event),
             icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED ? "true" : "false");
      between = ",";
    }
    printf("]\n");
    icalcomponent_free(calendar);
    free(text);
  }
  return 0;
}
