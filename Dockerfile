# Gridward for compose.yaml: set up in one stage, run in the next without build tools or Node.js.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements.lock pyproject.toml ./
COPY tools ./tools
COPY frontend ./frontend
COPY gridward ./gridward
RUN python3 -m tools.setup all && rm -rf frontend/node_modules .venv/.setup

FROM python:3.11-slim-bookworm
WORKDIR /app
COPY --from=build /app/.venv ./.venv
COPY --from=build /app/gridward ./gridward
COPY manage.py ./
COPY policies ./policies
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 GRIDWARD_DATA=/data
RUN mkdir /data && chown 10001:10001 /data
USER 10001:10001
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["/bin/sh", "-c", "export DATABASE_URL=\"$(cat /run/secrets/database_url)\" && exec \"$@\"", "gridward"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--workers", "2", "--blocking-threads", "32", "--respawn-failed-workers", "gridward.web.wsgi:application"]
