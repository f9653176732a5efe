#!/bin/sh
# After roles.sql, once, when the database is made: the two logins get their passwords from secret files.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
    --set=app="$(cat /run/secrets/mecto_app_password)" --set=admin="$(cat /run/secrets/mecto_admin_password)" <<'SQL'
ALTER ROLE mecto_app PASSWORD :'app';
ALTER ROLE mecto_admin PASSWORD :'admin';
SQL
