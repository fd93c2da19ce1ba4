-- Keys that people's devices hold (WebAuthn): what proves that somebody has one, and nothing that gets in.
-- works-with: 0031
create table passkeys (
  id            uuid        primary key,
  user_id       uuid        not null references users (id) on delete cascade,
  -- As the device calls it, base64url.
  credential_id text        not null unique,
  -- COSE (RFC 9052).
  public_key    bytea       not null,
  -- Uses, as the device counts them; many say 0 for ever.
  counter       bigint      not null,
  -- How the device can be reached: usb, nfc, ble, internal, hybrid ….
  transports    text[]      not null,
  -- As its owner calls it.
  name          text        not null,
  created_at    timestamptz not null,
  used_at       timestamptz
);
create index passkeys_by_user on passkeys (user_id);
