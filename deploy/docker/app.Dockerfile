# The product's two images, from one build: `--target server` answers and works, `--target web` stands in front of it.
#   docker buildx build -f deploy/docker/app.Dockerfile --target server --platform linux/amd64,linux/arm64 .
# Both base images are arguments, so that the same file builds where no public registry is reachable.
ARG NODE_IMAGE=docker.io/library/node:26-bookworm-slim@sha256:367679cf9792759492a486e4aa4b421764d71a9546a6dae8aab81a99eb797b3e
ARG NGINX_IMAGE=docker.io/nginxinc/nginx-unprivileged:1.30-alpine@sha256:ed04ec1ff34502c339ee5c3ae3f855442398edc1d05591e2b98981dcbbd20b1e

# What the web app is built with, on the machine that builds: its files are the same for every platform.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS web-build
WORKDIR /build
COPY package.json package-lock.json .npmrc tsconfig.base.json ./
COPY contract/package.json contract/
COPY web/package.json web/
RUN --mount=type=cache,target=/root/.npm \
    npm ci --workspace @turnout/contract --workspace @turnout/web --ignore-scripts --no-audit --no-fund --min-release-age=0
COPY contract/src contract/src
COPY web web
WORKDIR /build/web
# Vite follows references to other workspaces' settings, which are for type checks alone.
RUN node --eval 'const { references, ...own } = JSON.parse(fs.readFileSync("tsconfig.json")); fs.writeFileSync("tsconfig.json", JSON.stringify(own))'
# Apart, so that a test can run what changes the settings.
# hadolint ignore=DL3059
RUN PACKAGES_FILE=/build/packages.json node ../node_modules/vite/bin/vite.js build --logLevel warn

# The server and its packages in a few files, which are the same for every platform, too.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS server-bundle
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY contract/package.json contract/
COPY server/package.json server/
RUN --mount=type=cache,target=/root/.npm \
    npm ci --workspace @turnout/contract --workspace @turnout/server --ignore-scripts --no-audit --no-fund --min-release-age=0
COPY contract/src contract/src
COPY server/src server/src
COPY server/bundle server/bundle
RUN node server/bundle/bundle-server.ts /bundle

# What the server needs at run time, and no more.
FROM ${NODE_IMAGE} AS server-build
# The same folder as in the image: what is compiled beforehand is found by its path.
WORKDIR /app
# Without its symbols, Node is 30 MB smaller; what strips them stays in this stage.
# hadolint ignore=DL3008
RUN strip --version > /dev/null 2>&1 || (apt-get update -q && apt-get install -y -q --no-install-recommends binutils)
COPY deploy/docker/rootfs.sh ./
RUN ./rootfs.sh /rootfs
COPY package.json package-lock.json .npmrc ./
COPY contract/package.json contract/
COPY server/package.json server/
RUN --mount=type=cache,target=/root/.npm \
    npm ci --workspace @turnout/contract --workspace @turnout/server --omit=dev --ignore-scripts --no-audit --no-fund --min-release-age=0
COPY deploy/docker/prune-packages.mjs ./
# Native code is this platform's.
RUN node prune-packages.mjs sharp && \
    rm -r prune-packages.mjs rootfs.sh .npmrc package.json package-lock.json contract server node_modules/@turnout node_modules/.package-lock.json
COPY --from=server-bundle /bundle ./
COPY deploy/docker/health.mjs ./
# Pages are rendered by the server, which names the files of the web app in them.
COPY --from=web-build /build/web/dist web/dist
# Node keeps what it compiled apart by user and by version: that of the image compiles, as the image's user.
RUN install -d -o 10001 -g 10001 compile-cache
USER 10001:10001
RUN NODE_COMPILE_CACHE=/app/compile-cache /rootfs/usr/local/bin/node server/bundle/compile-cache.js
# Nothing runs in this stage: what it made is copied.
# hadolint ignore=DL3002
USER 0:0
RUN rm server/bundle/compile-cache.js

FROM scratch AS server
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Turnout server" \
      org.opencontainers.image.description="Answers requests and sockets (ROLES=api) and does jobs (ROLES=worker)" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=server-build /rootfs /
COPY --from=server-build /app /app
WORKDIR /app
# Nothing is written but what the data folder is for, and nobody needs that with DATABASE_URL and SECRET.
ENV NODE_ENV=production \
    NODE_COMPILE_CACHE=/app/compile-cache \
    PATH=/usr/local/bin \
    HOST=0.0.0.0 \
    PORT=3000 \
    METRICS_HOST=0.0.0.0 \
    METRICS_PORT=9464 \
    DATA_DIR=/tmp/turnout
USER 10001:10001
EXPOSE 3000 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "health.mjs"]
# Node is process 1: it ends on SIGTERM by itself, in good order, and waits for the only children it has.
ENTRYPOINT ["node", "server/bundle/main.js"]

FROM ${NGINX_IMAGE} AS web
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Turnout web" \
      org.opencontainers.image.description="Serves the web app's files and passes everything else on to the server" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY deploy/docker/web/nginx.conf /etc/nginx/nginx.conf
COPY deploy/docker/web/asset-headers.conf deploy/docker/web/to-server.conf deploy/edge/nginx/to-server-tls.conf \
     deploy/edge/nginx/proxy.conf deploy/edge/nginx/server.conf /etc/nginx/turnout/
COPY deploy/docker/web/start.sh /usr/local/bin/turnout-web
COPY --from=web-build /build/web/dist/assets /srv/web/assets
# What they are made of, beside what is served.
COPY --from=web-build /build/packages.json /usr/share/turnout/packages.json
ENV API_SERVERS=api:3000
USER 101:101
EXPOSE 8080
# nginx ends connections in use only on SIGQUIT; on SIGTERM it drops them.
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["/usr/local/bin/turnout-web"]
