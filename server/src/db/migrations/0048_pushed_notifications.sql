-- A push message is one way by which a notification reaches its person, and goes nowhere once that was read. Hosts have them, too: such a
-- message is of no guest's. Those of reminders and bulletins are of no notification. An older server sends no host any.
-- works-with: 0031
alter table push_messages alter column guest_id drop not null;
alter table push_messages add column notification_id uuid references notifications (id) on delete cascade;
create index push_messages_by_notification on push_messages (notification_id) where notification_id is not null;
