# Reportedly in a container: docs/how-to/container.md says how to build it and how to run it.
#
#   docker build --tag reportedly .
#   docker run --rm --interactive --tty --volume "$PWD:/cases" reportedly read report.html
#
# To be sure of the same base each time, name it by its digest: --build-arg BASE=debian:trixie-slim@sha256:…
ARG BASE=debian:trixie-slim

# ---------------------------------------------------------------- Python, as Debian keeps it up to date
FROM ${BASE} AS python
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/*

# ---------------------------------------------------------------- the wheel, and everything it needs
FROM python AS made
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3-venv ca-certificates \
    && rm -rf /var/lib/apt/lists/*
# Which extras, by commas; and other packages beside them, by spaces, such as the library of an object store ("s3fs").
ARG EXTRAS=all
ARG BESIDE=""
RUN python3 -m venv /opt/pip && python3 -m venv --without-pip /opt/reportedly
WORKDIR /source
COPY . .
RUN /opt/pip/bin/pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .
# Wheels only: nothing is compiled on the way.
RUN /opt/pip/bin/pip --python /opt/reportedly/bin/python install --no-cache-dir --only-binary :all: \
    "$(echo /wheels/reportedly-*.whl)${EXTRAS:+[${EXTRAS}]}" ${BESIDE}

# ---------------------------------------------------------------- what runs on the workers of a cluster (--target worker)
FROM python AS worker
LABEL org.opencontainers.image.title="Reportedly" \
      org.opencontainers.image.description="Who said what, on whose word, how sure: a ledger of claims from news reports" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=made /opt/reportedly /opt/reportedly
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin reportedly \
    && install --directory --owner=reportedly --group=reportedly /cases
# The home is one that every user may write in, for those who run it as themselves.  The model runtime would tell its
# makers about each run.
ENV PATH=/opt/reportedly/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    ORT_DISABLE_TELEMETRY=1
USER reportedly
WORKDIR /cases
# An image that does not read is not made.
RUN reportedly doctor
# Python answers Ctrl-C as the first process too, but not the signal that stops containers otherwise.
STOPSIGNAL SIGINT

# ---------------------------------------------------------------- what runs at a desk: `reportedly` and its commands
FROM worker
VOLUME /cases
EXPOSE 8022
ENTRYPOINT ["reportedly"]
CMD ["--help"]
