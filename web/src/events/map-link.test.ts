import { expect, test } from "vitest";
import { mapLink } from "./map-link.ts";

test("an address stays one search term whatever is in it", () => {
  expect(mapLink("Café & Bar #1, 50% Str.", "Mozilla/5.0 (X11; Linux x86_64)")).toBe(
    "https://www.openstreetmap.org/search?query=Caf%C3%A9%20%26%20Bar%20%231%2C%2050%25%20Str.",
  );
});

test("phones open the map they have", () => {
  expect(mapLink("Sintra", "Mozilla/5.0 (iPhone)")).toBe("https://maps.apple.com/?q=Sintra");
  expect(mapLink("Sintra", "Mozilla/5.0 (Linux; Android 15)")).toBe("geo:0,0?q=Sintra");
});
