# One image for office, board, scheduler and migrate; the command line tells them apart.
# An intranet sets PYTHON_IMAGE and PIP_INDEX_URL to its mirrors.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ARG PIP_INDEX_URL
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/enforcement
WORKDIR /src
COPY requirements.lock ./
RUN /opt/enforcement/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY enforcement enforcement
COPY storage storage
COPY scheduler scheduler
COPY migrations migrations
RUN /opt/enforcement/bin/pip install --no-deps --no-build-isolation .

FROM ${PYTHON_IMAGE}
ENV PATH=/opt/enforcement/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ENFORCEMENT_DATA_DIR=/var/lib/enforcement
# A named volume takes over the owner of the folder it covers.
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin enforcement \
    && install -d -o enforcement -m 0700 /var/lib/enforcement /var/lib/enforcement-keys \
    && install -d -o enforcement -m 0755 /var/lib/portal
COPY --from=build /opt/enforcement /opt/enforcement
USER 10001
ENTRYPOINT ["enforcement"]
CMD ["serve", "office", "--host", "0.0.0.0", "--port", "8000"]
