import { Trans } from "@lingui/react/macro";
import type { Place } from "@turnout/contract/events";
import { Icon } from "../ui/icons.tsx";
import { mapLink } from "./map-link.ts";

/** Where it is: an address that opens a map, the link of the online room, or a note that it follows. */
export function EventWhere({ place, admitted }: { place: Place; admitted: boolean }) {
  if (place.kind === "later") {
    return (
      <>
        <p className="fact-main">
          <Trans>Location to be announced</Trans>
        </p>
        <p className="fact-hint">
          <Trans>You'll see it here as soon as it's set.</Trans>
        </p>
      </>
    );
  }
  return place.kind === "online" ? (
    <OnlineRoom url={place.url} admitted={admitted} />
  ) : (
    <Address name={place.name} address={place.address} />
  );
}

function Address({ name, address }: { name: string; address: string }) {
  const search = [name, address].filter(Boolean).join(", ");
  return (
    <>
      <p className="fact-main" dir="auto">
        {name}
      </p>
      {address && <p dir="auto">{address}</p>}
      <p className="fact-hint">
        <a href={mapLink(search, navigator.userAgent)} target="_blank" rel="noopener noreferrer">
          <Trans>Show on a map</Trans>
        </a>
      </p>
    </>
  );
}

function OnlineRoom({ url, admitted }: { url: string | null; admitted: boolean }) {
  return (
    <>
      <p className="fact-main">
        <Trans>Online</Trans>
      </p>
      {url && (
        <p className="fact-link">
          <a href={url} target="_blank" rel="noopener noreferrer">
            {url.replace(/^https?:\/\//, "")}
          </a>
        </p>
      )}
      {!url && (
        <p className="fact-hint">
          {admitted ? (
            <Trans>The link will appear here.</Trans>
          ) : (
            <Trans>Guests on the list can see the link. Answer, and so can you.</Trans>
          )}
        </p>
      )}
    </>
  );
}

export function PlaceIcon({ place }: { place: Place }) {
  return (
    <span className="fact-icon" aria-hidden="true">
      <Icon name={place.kind === "online" ? "video" : "map-pin"} size={24} />
    </span>
  );
}
