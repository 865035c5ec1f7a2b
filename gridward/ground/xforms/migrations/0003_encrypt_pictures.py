from typing import Any

from django.db import migrations

from gridward.core.crypto import encrypt_bytes


def encrypt_files(apps: Any, schema_editor: Any) -> None:
    """Pictures that were sent before they were encrypted, one at a time."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gridward.scope', '{\"\"}', true)")
        cursor.execute("SELECT id FROM xforms_attachment")
        for (pk,) in cursor.fetchall():
            cursor.execute("SELECT content FROM xforms_attachment WHERE id = %s", [pk])
            sealed = encrypt_bytes(bytes(cursor.fetchone()[0]))
            cursor.execute("UPDATE xforms_attachment SET content = %s WHERE id = %s", [sealed, pk])


class Migration(migrations.Migration):
    dependencies = [
        ("xforms", "0002_pictures_encrypted"),
    ]

    operations = [migrations.RunPython(encrypt_files, elidable=True)]
