/** The address of a map search: in the device's own map app, or on OpenStreetMap. */
export function mapLink(address: string, userAgent: string): string {
  const query = encodeURIComponent(address.toWellFormed());
  if (/iPhone|iPad|iPod|Macintosh/.test(userAgent)) return `https://maps.apple.com/?q=${query}`;
  if (userAgent.includes("Android")) return `geo:0,0?q=${query}`;
  return `https://www.openstreetmap.org/search?query=${query}`;
}
