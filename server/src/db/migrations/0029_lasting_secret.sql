-- Hashes of addresses that unsubscribed are made with the instance's first secret. So that SECRET can be replaced, that one
-- is kept here, encrypted by each secret that has been in force since: an object of ciphertexts by the secrets' ids.
-- works-with: 0027
alter table instance add column wrapped_secrets jsonb not null default '{}';
