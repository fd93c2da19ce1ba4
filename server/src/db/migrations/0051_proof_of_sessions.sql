-- How a session was begun: whoever comes from a provider of sign-in may have proven there long ago who they are, and what matters asks for
-- a proof of late.
-- works-with: 0031
alter table sessions add column authenticated_at timestamptz;
