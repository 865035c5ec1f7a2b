from typing import Any

from django.db import migrations

from gridward.core.crypto import encrypt_bytes


def encrypt_files(apps: Any, schema_editor: Any) -> None:
    """Files that were uploaded before they were encrypted; each may be 80 MB, so one at a time."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gridward.scope', '{\"\"}', true)")
        cursor.execute("SELECT id FROM roster_import WHERE content IS NOT NULL")
        for (pk,) in cursor.fetchall():
            cursor.execute("SELECT content FROM roster_import WHERE id = %s", [pk])
            sealed = encrypt_bytes(bytes(cursor.fetchone()[0]))
            cursor.execute("UPDATE roster_import SET content = %s WHERE id = %s", [sealed, pk])


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0003_files_of_imports_encrypted"),
    ]

    operations = [migrations.RunPython(encrypt_files, elidable=True)]
