#!/bin/sh
# Puts a copy of the data, as pg_basebackup makes it, in the place of the data. The next start brings it to a moment, by what
# ARCHIVE_FOLDER keeps of the log: turnout-restore <copy> <moment, as in '2030-06-18 19:00:00+02'>
set -eu
copy=$1
moment=$2
refuse() {
  echo "$1" >&2
  exit 1
}
[ -f "$copy/backup_label" ] || refuse "$copy is no copy of the data: it has no backup_label"
[ -f "$copy/PG_VERSION" ] || refuse "$copy is no copy of the data: it has no PG_VERSION"
[ -d "${ARCHIVE_FOLDER:-}" ] || refuse "ARCHIVE_FOLDER names no folder: without what it keeps, a copy cannot be brought to any moment"
[ ! -e "$PGDATA/postmaster.pid" ] || refuse "the database runs, or was killed ($PGDATA/postmaster.pid is there): start it and stop it first"
[ ! -e "$PGDATA.before" ] || refuse "$PGDATA.before is there already: move it away first, and with it the data of before"
case "$moment" in
  *[!0-9A-Za-z\ :.+-]* | "") refuse "not a moment, as in 2030-06-18 19:00:00+02: $moment" ;;
esac

restored="$PGDATA.restored"
rm -rf "$restored"
cp -a "$copy" "$restored"
cat >> "$restored/postgresql.auto.conf" << END
restore_command = 'cp "$ARCHIVE_FOLDER/%f" "%p"'
recovery_target_time = '$moment'
recovery_target_action = promote
END
touch "$restored/recovery.signal"
[ ! -e "$PGDATA" ] || mv "$PGDATA" "$PGDATA.before"
mv "$restored" "$PGDATA"
