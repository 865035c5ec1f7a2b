from django.db import migrations

# Like an alias, a line of the register serves its place and everything below it; a worker who sees
# one grid gets the estates of the township and the village. It is written by those who keep it.
WALL = """
ALTER TABLE places_estate ENABLE ROW LEVEL SECURITY;
ALTER TABLE places_estate FORCE ROW LEVEL SECURITY;
CREATE POLICY scope_read ON places_estate FOR SELECT USING (
  path ^@ ANY ((SELECT gridward_scope())::text[])
  OR EXISTS (SELECT 1 FROM unnest((SELECT gridward_scope())::text[]) AS mine WHERE mine ^@ path)
);
CREATE POLICY scope_add ON places_estate FOR INSERT WITH CHECK (
  path ^@ ANY ((SELECT gridward_scope())::text[])
);
CREATE POLICY scope_change ON places_estate FOR UPDATE USING (
  path ^@ ANY ((SELECT gridward_scope())::text[])
);
CREATE POLICY scope_remove ON places_estate FOR DELETE USING (
  path ^@ ANY ((SELECT gridward_scope())::text[])
);
"""
OPEN = """
DROP POLICY scope_read ON places_estate;
DROP POLICY scope_add ON places_estate;
DROP POLICY scope_change ON places_estate;
DROP POLICY scope_remove ON places_estate;
ALTER TABLE places_estate NO FORCE ROW LEVEL SECURITY;
ALTER TABLE places_estate DISABLE ROW LEVEL SECURITY;
"""
# Who taught the names that are known already stands in their reviews.
OWNERS = """
SELECT set_config('gridward.scope', '{""}', true);
UPDATE places_alias AS a
SET full_name = r.full_name, learned_by = r.decided_by, learned_by_name = r.decided_by_name
FROM places_placereview AS r WHERE r.id = a.review_id AND a.full_name = '';
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0003_estates_and_the_working_of_the_queue")]

    operations = [
        migrations.RunSQL(WALL, OPEN),
        migrations.RunSQL(OWNERS, migrations.RunSQL.noop, elidable=True),
    ]
