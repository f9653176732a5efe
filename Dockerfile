# syntax=docker/dockerfile:1

# --- Front end: one build, no Node in the image that runs -------------------------------------------------------------
FROM node:24-bookworm-slim AS front
WORKDIR /build/static
COPY static/package.json static/package-lock.json static/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY static/ ./
RUN npm run build

# --- Python packages: exactly the locked ones, checked by hash --------------------------------------------------------
FROM python:3.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY deploy/requirements/runtime.txt /tmp/runtime.txt
RUN /venv/bin/pip install --require-hashes --no-deps --only-binary :all: -r /tmp/runtime.txt \
    && /venv/bin/python -m compileall -q /venv/lib

# --- What runs --------------------------------------------------------------------------------------------------------
FROM python:3.13-slim-bookworm AS runtime
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    ENVIRONMENT=production \
    MECTO_NO_BOOTSTRAP=1 \
    DATA_DIR=/data
RUN groupadd --gid 10001 mecto \
    && useradd --uid 10001 --gid mecto --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin mecto \
    && install --directory --owner=mecto --group=mecto /data
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py ./
COPY config/ config/
COPY tenants/ tenants/
COPY apps/ apps/
COPY templates/ templates/
COPY deploy/__init__.py deploy/gunicorn.py deploy/
COPY deploy/local/ deploy/local/
COPY deploy/database/ deploy/database/
COPY --from=front /build/static/dist/ static/dist/
RUN python -m compileall -q /app
USER 10001:10001
EXPOSE 8000
VOLUME ["/data"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=2); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
CMD ["gunicorn", "config.wsgi", "--config", "deploy/gunicorn.py"]
