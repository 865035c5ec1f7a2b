"""The second wall's function and role, and the ledger, which is only ever added to."""

import uuid

import django.db.models.functions
from django.db import migrations, models

import gridward.core.ids
import gridward.core.scope

SCOPE = """
CREATE FUNCTION gridward_scope() RETURNS text[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('gridward.scope', true), '')::text[], '{}'::text[]) $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gridward_app') THEN
    CREATE ROLE gridward_app NOLOGIN NOBYPASSRLS;
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO gridward_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gridward_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO gridward_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO gridward_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO gridward_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO gridward_app;
DO $$ BEGIN EXECUTE format('GRANT gridward_app TO %I', current_user); END $$;
"""


class Migration(migrations.Migration):
    initial = True
    run_before = [("contenttypes", "0001_initial")]
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(SCOPE, "DROP FUNCTION gridward_scope()"),
    ]
