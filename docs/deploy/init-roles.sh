#!/bin/sh
# Runs once, when PostgreSQL is set up. Three roles: the owner changes tables, the service works with rows, the board
# reads what `enforcement db upgrade` grants it: the tables of published notices.
set -eu

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "${POSTGRES_DB:-enforcement}" \
  --set owner_password="$DATABASE_OWNER_PASSWORD" \
  --set app_password="$DATABASE_APP_PASSWORD" \
  --set board_password="$DATABASE_BOARD_PASSWORD" \
  --set database="${POSTGRES_DB:-enforcement}" <<'SQL'
CREATE ROLE enforcement_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE enforcement_app LOGIN PASSWORD :'app_password';
CREATE ROLE enforcement_board LOGIN PASSWORD :'board_password';
ALTER ROLE enforcement_board SET default_transaction_read_only = on;
ALTER ROLE enforcement_board SET statement_timeout = '15s';

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO enforcement_owner, enforcement_app, enforcement_board;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO enforcement_owner;
GRANT USAGE ON SCHEMA public TO enforcement_app, enforcement_board;

-- Trigram search (pg_trgm) is created here because only the administrator may always do so.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Tables to come: the service reads and writes rows; `enforcement db upgrade` then takes what is final out of its reach.
ALTER DEFAULT PRIVILEGES FOR ROLE enforcement_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO enforcement_app;
ALTER DEFAULT PRIVILEGES FOR ROLE enforcement_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO enforcement_app;
SQL
