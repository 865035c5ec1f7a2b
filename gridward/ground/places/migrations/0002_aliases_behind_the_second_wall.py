from django.db import migrations

# An alias serves its jurisdiction and everything below it: a worker who sees one grid gets the words
# of the township. Those of other townships stay hidden.
WALL = """
ALTER TABLE places_alias ENABLE ROW LEVEL SECURITY;
ALTER TABLE places_alias FORCE ROW LEVEL SECURITY;
CREATE POLICY scope_read ON places_alias FOR SELECT USING (
  near ^@ ANY ((SELECT gridward_scope())::text[])
  OR EXISTS (SELECT 1 FROM unnest((SELECT gridward_scope())::text[]) AS mine WHERE mine ^@ near)
);
CREATE POLICY scope_add ON places_alias FOR INSERT WITH CHECK (
  near ^@ ANY ((SELECT gridward_scope())::text[])
);
CREATE POLICY scope_change ON places_alias FOR UPDATE USING (
  near ^@ ANY ((SELECT gridward_scope())::text[])
);
CREATE POLICY scope_remove ON places_alias FOR DELETE USING (
  near ^@ ANY ((SELECT gridward_scope())::text[])
);
"""
OPEN = """
DROP POLICY scope_read ON places_alias;
DROP POLICY scope_add ON places_alias;
DROP POLICY scope_change ON places_alias;
DROP POLICY scope_remove ON places_alias;
ALTER TABLE places_alias NO FORCE ROW LEVEL SECURITY;
ALTER TABLE places_alias DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_names_to_review")]

    operations = [migrations.RunSQL(WALL, OPEN)]
