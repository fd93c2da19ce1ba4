-- When the last answer that a guest's calendar sent was written (DTSTAMP): emails overtake each other, and an older one changes nothing.
-- works-with: 0026
alter table guests add column replied_at timestamptz;
