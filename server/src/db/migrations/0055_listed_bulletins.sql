-- What hosts wrote to guests is in the list of the app, too, beside the email.
-- works-with: 0031
alter table notifications add column bulletin_id uuid;
