#!/bin/sh
# Makes the data on the first start, and becomes PostgreSQL.
#   PASSWORD_FILE   the password of the role "turnout"; read on the first start only
#   ARCHIVE_FOLDER  where finished pieces of the log are kept for point-in-time recovery; absent: nowhere
set -eu

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  password=$(cat "${PASSWORD_FILE:?names the file with the password of the role turnout}")
  case "$password" in
    "" | *[!A-Za-z0-9._-]*) echo "the password in $PASSWORD_FILE is empty, or has characters other than A-Z a-z 0-9 . _ -" >&2; exit 1 ;;
  esac
  # It gets its name only when it is whole: a first start that was cut off leaves nothing half.
  unfinished="$PGDATA.unfinished"
  rm -rf "$unfinished"
  # The rules for sorting come with PostgreSQL: those of the base image change with its C library, and break indexes.
  initdb --pgdata "$unfinished" --username postgres --auth-local peer --auth-host scram-sha-256 --encoding UTF8 --locale C \
    --locale-provider builtin --builtin-locale C.UTF-8 --data-checksums --no-instructions
  postgres --single -D "$unfinished" postgres > /dev/null << END
create role turnout login password '$password'
create database turnout owner turnout
END
  mv "$unfinished" "$PGDATA"
fi

set -- postgres -D "$PGDATA" -c config_file=/etc/turnout/postgresql.conf -c hba_file=/etc/turnout/pg_hba.conf
if [ -n "${ARCHIVE_FOLDER:-}" ]; then
  [ -w "$ARCHIVE_FOLDER" ] || { echo "ARCHIVE_FOLDER is $ARCHIVE_FOLDER, which is no folder that user $(id -u) may write to" >&2; exit 1; }
  set -- "$@" -c archive_mode=on -c "archive_command=turnout-archive %p %f"
fi
exec "$@"
