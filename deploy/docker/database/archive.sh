#!/bin/sh
# Keeps one finished piece of the log: turnout-archive <path> <name>. PostgreSQL tries again until this says 0, so it
# says so only when the piece is on disk under its name, and never writes over one that says something else.
set -eu
kept="${ARCHIVE_FOLDER:?}/$2"
if [ -e "$kept" ]; then
  cmp -s "$1" "$kept" && exit 0
  echo "$kept is there already, and says something else" >&2
  exit 1
fi
cp "$1" "$kept.unfinished"
sync "$kept.unfinished"
mv "$kept.unfinished" "$kept"
sync "$ARCHIVE_FOLDER"
