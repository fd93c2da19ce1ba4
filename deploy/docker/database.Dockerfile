# PostgreSQL with Turnout's settings. Its own start script, so that it is the same on every base: what it needs of the
# base image is PostgreSQL 18, a shell, and a user "postgres" with the number 999.
ARG POSTGRES_IMAGE=docker.io/library/postgres:18-bookworm@sha256:1961f96e6029a02c3812d7cb329a3b03a3ac2bb067058dec17b0f5596aca9296
FROM ${POSTGRES_IMAGE} AS database
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Turnout database" \
      org.opencontainers.image.description="PostgreSQL 18 with Turnout's settings, ready to archive its log" \
      org.opencontainers.image.licenses="Apache-2.0 AND PostgreSQL" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY deploy/docker/database/postgresql.conf deploy/docker/database/pg_hba.conf /etc/turnout/
COPY deploy/docker/database/start.sh /usr/local/bin/turnout-database
COPY deploy/docker/database/archive.sh /usr/local/bin/turnout-archive
COPY deploy/docker/database/restore.sh /usr/local/bin/turnout-restore
# A volume that is mounted here belongs to the database's user. Nothing is archived unless ARCHIVE_FOLDER names it.
RUN install -d -o 999 -g 999 /archive
ENV PATH=/usr/lib/postgresql/18/bin:/usr/local/bin:/usr/bin:/bin \
    PGDATA=/var/lib/postgresql/18/data
USER 999:999
EXPOSE 5432
# A fast stop: clients are cut off, what is committed is written down. SIGTERM would wait for clients to leave.
STOPSIGNAL SIGINT
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=5 CMD ["pg_isready", "-q", "-h", "127.0.0.1", "-U", "turnout", "-d", "turnout"]
ENTRYPOINT ["/usr/local/bin/turnout-database"]
