#!/bin/sh
# Writes down who answers (API_SERVERS, with blanks between), and becomes nginx. With RESOLVER, the address of a DNS
# server, names are looked up again while it runs (nginx 1.27.3 and newer); without, only at the start.
# With SERVER_CA, a file with the certificates of authorities, the servers are spoken to by TLS, and only those whose certificate is by
# one of them and has the name in SERVER_NAME.
# One name alone is taken for an address behind which there are several servers, as of a Kubernetes Service: what one of
# them refuses is asked of it again, and no failure of one makes all of them count as away.
set -eu
case "$API_SERVERS${RESOLVER:-}${SERVER_NAME:-}" in
  *[!A-Za-z0-9.:_\ \[\]-]*) echo "API_SERVERS, RESOLVER and SERVER_NAME are names and addresses" >&2; exit 1 ;;
esac
case "${SERVER_CA:-}" in
  *[!A-Za-z0-9._/-]*) echo "SERVER_CA is the path of a file" >&2; exit 1 ;;
esac
# Without a name, any certificate of these authorities would do.
if [ -n "${SERVER_CA:-}" ] && [ -z "${SERVER_NAME:-}" ]; then echo "SERVER_NAME is missing: SERVER_CA needs it" >&2; exit 1; fi
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
if [ -n "${SERVER_CA:-}" ]; then
  sed "s|/etc/ssl/turnout-servers-ca.pem|$SERVER_CA|; s|api\.turnout\.internal|$SERVER_NAME|" /etc/nginx/turnout/to-server-tls.conf
else
  echo "proxy_pass http://server;"
fi > /tmp/to-server.conf
exec nginx -e stderr
