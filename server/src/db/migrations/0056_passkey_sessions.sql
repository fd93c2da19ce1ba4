-- Which sessions somebody began with a passkey, and when: operators do with nothing less what matters most.
-- works-with: 0031
alter table sessions add column passkey_at timestamptz;
