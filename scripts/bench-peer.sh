#!/usr/bin/env bash
# bench-peer.sh install|serve: the program that `make bench` compares with, django-helpdesk, under target/bench/peer.
# Served as its documents say: gunicorn with two workers for each core, on PostgreSQL where LINGKE_TEST_POSTGRES names one.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh
peer="$root_dir/target/bench/peer"
port=18917

install_peer() {
  [ -e "$peer/installed" ] && return
  have python3 || fail "python3 is not here"
  mkdir -p "$peer"
  # On standard error, whose last line is told when something fails.
  exec 1>&2
  python3 -m venv "$peer/venv" || fail "python3-venv is not here"
  "$peer/venv/bin/pip" install --quiet --disable-pip-version-check \
    "django-helpdesk>=1,<3" "django<5.3" django-bootstrap4-form packaging setuptools gunicorn "psycopg[binary]" || fail "its packages cannot be had"
  write_site
  rm -f "$peer/helpdesk.sqlite3"
  if [ -n "${LINGKE_TEST_POSTGRES:-}" ]; then
    psql -q "$LINGKE_TEST_POSTGRES/postgres" -c "DROP DATABASE IF EXISTS lingke_bench_peer" \
      -c "CREATE DATABASE lingke_bench_peer" || fail "its database could not be made"
    # What --clear drops.
    printf lingke_bench_peer >"$peer/database"
  fi
  manage migrate --verbosity 0 || fail "its tables could not be made"
  manage shell -c "
from django.contrib.auth.models import User
from helpdesk.models import Queue
User.objects.create_superuser('bench', 'bench@example.com', 'bench')
Queue.objects.create(title='Service', slug='service', allow_public_submission=True)" || fail "it could not be set up"
  touch "$peer/installed"
}

manage() { (cd "$peer" && PYTHONPATH="$peer" DJANGO_SETTINGS_MODULE=site_settings venv/bin/django-admin "$@"); }

write_site() {
  cat >"$peer/site_settings.py" <<'PY'
import os
from urllib.parse import urlparse

SECRET_KEY = "bench"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "site_urls"
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.sites", "django.contrib.humanize",
    "bootstrap4form", "rest_framework", "helpdesk",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages"]},
}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(os.path.dirname(__file__), "helpdesk.sqlite3")}}
if os.environ.get("LINGKE_TEST_POSTGRES"):
    at = urlparse(os.environ["LINGKE_TEST_POSTGRES"])
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql", "NAME": "lingke_bench_peer", "HOST": at.hostname,
        "PORT": at.port or 5432, "USER": at.username, "PASSWORD": at.password or "", "CONN_MAX_AGE": 600,
    }
SITE_ID = 1
STATIC_URL = "/static/"
USE_TZ = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_ACTIVATE_API_ENDPOINT = True
# Its own mailbox check is not what is measured; nor is the hash of a password with each request.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PY
  cat >"$peer/site_urls.py" <<'PY'
from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("admin/", admin.site.urls), path("helpdesk/", include("helpdesk.urls"))]
PY
  cat >"$peer/site_wsgi.py" <<'PY'
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
PY
}

case "${1:-}" in
  install) install_peer ;;
  serve)
    cd "$peer"
    export PYTHONPATH="$peer"
    exec venv/bin/gunicorn --bind "127.0.0.1:$port" --workers "$((2 * $(nproc)))" --log-level error site_wsgi:application
    ;;
  *) fail "bench-peer.sh install|serve" ;;
esac
