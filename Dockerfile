# The portal: one image for web, worker and beat. The release is named where it is used, in docker-compose.yml.
FROM python:3.12-slim-bookworm AS made
WORKDIR /srv/bkkplan
COPY . .
# Node serves the set-up only; the sample city, the embedded servers and the developers' commands serve nobody here.
RUN script/setup --production \
 && rm -rf node_modules bkkplan/trial \
 && .venv/bin/python -m compileall -q bkkplan districts communities forums budget

FROM python:3.12-slim-bookworm
WORKDIR /srv/bkkplan
COPY script/packages.txt script/
# The volumes take their owner from these two folders.
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
      $(awk '!/^#/ && $2 == "run" && $1 != "python3-venv" { print $1 }' script/packages.txt) \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin bkkplan \
 && install -d -o bkkplan /data /backups
COPY --from=made /srv/bkkplan .
# HOME: the root file system is read-only where it runs, and libraries look for a place of their own.
ENV PATH=/srv/bkkplan/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp \
    DJANGO_SETTINGS_MODULE=bkkplan.settings.production BKKPLAN_DATA=/data
USER bkkplan
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "bkkplan.wsgi:application"]
