# The portal: one image for web, worker and beat. The release is named where it is used, in docker-compose.yml.
FROM python:3.12-slim-bookworm AS made
WORKDIR /srv/bkkplan
COPY . .
RUN script/setup && rm -rf node_modules

FROM python:3.12-slim-bookworm
WORKDIR /srv/bkkplan
COPY script/packages.txt script/
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
      $(awk '!/^#/ && $2 == "run" && $1 != "python3-venv" { print $1 }' script/packages.txt) \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin bkkplan \
 && install -d -o bkkplan /data
COPY --from=made /srv/bkkplan .
ENV PATH=/srv/bkkplan/.venv/bin:$PATH PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=bkkplan.settings.production BKKPLAN_DATA=/data
USER bkkplan
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "bkkplan.wsgi:application"]
