# Stands in for the public unprivileged nginx image.
ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
RUN apt-get update -q && apt-get install -y -q --no-install-recommends nginx-light wget && rm -rf /var/lib/apt/lists/*
