# piAno's one image: web, worker, beat and engine differ only in their command (docker-compose.yml).

FROM python:3.13-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/piano
ENV PATH=/opt/piano/bin:$PATH

COPY requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir --only-binary :all: --require-hashes -r /tmp/requirements.txt

WORKDIR /srv/piano
COPY manage.py pyproject.toml ./
COPY piano piano
COPY quarters quarters
COPY helpers helpers
COPY volunteers volunteers
COPY requests requests
COPY templates templates
COPY static static
COPY locale locale
COPY bin/lib/catalogues.py /tmp/catalogues.py
RUN rm -rf piano/local && python /tmp/catalogues.py /srv/piano

# The style sheets and scripts get names with fingerprints. The keys made for this step stay in this stage.
RUN mkdir -p /tmp/keys /var/lib/piano \
    && python -c "import secrets; print(secrets.token_urlsafe(64))" > /tmp/secret_key \
    && python -c "import secrets; print(secrets.token_hex(32))" > /tmp/keys/build \
    && DATABASE_URL=postgresql://build@localhost/build REDIS_URL=redis://localhost/0 \
       PIANO_HOME=/var/lib/piano PIANO_SECRET_KEY_FILE=/tmp/secret_key PIANO_FIELD_KEYS=/tmp/keys \
       PIANO_HOSTS=localhost PIANO_SITE_URL=https://localhost \
       python manage.py collectstatic --noinput \
    && python -m compileall -q /opt/piano/lib /srv/piano


FROM python:3.13-slim-bookworm

RUN groupadd --system --gid 10001 piano \
    && useradd --system --uid 10001 --gid piano --home-dir /var/lib/piano --no-create-home piano

ENV PATH=/opt/piano/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=piano.settings \
    PIANO_HOME=/var/lib/piano

COPY --from=build /opt/piano /opt/piano
COPY --from=build /srv/piano /srv/piano
COPY --from=build /var/lib/piano /var/lib/piano
RUN mkdir -p /var/lib/piano/mark && chown 10001:10001 /var/lib/piano/mark

ARG PIANO_COMMIT=""
ENV PIANO_COMMIT=$PIANO_COMMIT
WORKDIR /srv/piano
USER 10001:10001
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(web.Request('http://127.0.0.1:8000/health/ready', headers={'Host': os.environ['PIANO_HOSTS'].split(',')[0].strip()}), timeout=4)"]

CMD ["gunicorn", "piano.wsgi", "--bind=0.0.0.0:8000", "--workers=3", "--threads=4", "--no-control-socket", "--worker-tmp-dir=/dev/shm"]
