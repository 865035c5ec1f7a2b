"""What collection apps ask beside the present edition of each form."""

from collections.abc import Sequence

from django.db.models import QuerySet

from gridward.ground.xforms.models import Form, Media, Version


def editions_of(forms: QuerySet[Form]) -> list[Version]:
    """All editions of these forms that are or were in force, newest first, without their texts."""
    rows = Version.objects.filter(form__in=forms, published_at__isnull=False)
    rows = rows.select_related("form").defer("xform", "xlsform")
    return list(rows.order_by("form__form_id", "-published_at", "-pk"))


def with_media(versions: Sequence[Version]) -> frozenset[int]:
    """Of these editions those that bring files."""
    rows = Media.objects.filter(version__in=versions).values_list("version_id", flat=True)
    return frozenset(rows)
