#!/bin/sh
# Writes down who answers (API_SERVERS, with blanks between), and becomes nginx. With RESOLVER, the address of a DNS
# server, names are looked up again while it runs (nginx 1.27.3 and newer); without, only at the start.
# One name alone is taken for an address behind which there are several servers, as of a Kubernetes Service: what one of
# them refuses is asked of it again, and no failure of one makes all of them count as away.
set -eu
case "$API_SERVERS${RESOLVER:-}" in
  *[!A-Za-z0-9.:_\ \[\]-]*) echo "API_SERVERS and RESOLVER are names and addresses" >&2; exit 1 ;;
esac
away="max_fails=1 fail_timeout=2s"
case "$API_SERVERS" in
  *" "*) ;;
  *) away="max_fails=0"; API_SERVERS="$API_SERVERS $API_SERVERS" ;;
esac
{
  echo "upstream server {"
  echo "  zone server 256k;"
  [ -z "${RESOLVER:-}" ] || echo "  resolver $RESOLVER valid=5s;"
  for server in $API_SERVERS; do
    echo "  server $server $away${RESOLVER:+ resolve};"
  done
  echo "  keepalive 64;"
  echo "}"
} > /tmp/upstream.conf
exec nginx -e stderr
