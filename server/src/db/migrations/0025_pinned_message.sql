-- The message that a host pinned above the conversation: one of an event, so that pinning another replaces it under the
-- event's lock. No key to `messages`: the previous version deletes a message without unpinning it, and who reads looks whether
-- the message is there.
alter table events add column pinned_message_id uuid;
