"""The files of an edition: lists, pictures, sounds."""

import io
import mimetypes
from collections.abc import Iterator, Mapping
from datetime import datetime
from zipfile import BadZipFile, ZipFile

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, insist
from gridward.core.permissions import Permission
from gridward.ground.xforms import rules
from gridward.ground.xforms.choices import Event
from gridward.ground.xforms.formats.assets import flat
from gridward.ground.xforms.formats.openrosa import md5
from gridward.ground.xforms.models import Media, Version

LARGEST = 20_000_000  # bytes of one file
MOST = 200  # files of one edition
_ENDINGS = {
    "csv", "xml", "geojson", "json", "txt", "jpg", "jpeg", "png", "gif", "webp", "svg", "bmp",
    "mp3", "m4a", "aac", "ogg", "wav", "amr", "mp4", "3gp", "webm", "pdf",
}  # fmt: skip
_TYPES = {"csv": "text/csv", "geojson": "application/geo+json", "m4a": "audio/mp4"}


@transaction.atomic
def put_media(
    version: Version, *, files: Mapping[str, bytes], actor: Actor, at: datetime
) -> list[Media]:
    """Add files to an edition that is not in force yet; one of the same name is replaced.

    A .zip is unpacked. Raises `BadInput` for files that no phone can use, `WrongState`.
    """
    actor.require(Permission.FORMS_MANAGE, version.form.path)
    insist(rules.may_change(state=version.state))
    kept = keep_media(version, files=files)
    _record(version, [each.name for each in kept], actor, at)
    return kept


@transaction.atomic
def drop_media(version: Version, *, name: str, actor: Actor, at: datetime) -> None:
    """Take a file away from an edition that is not in force yet."""
    actor.require(Permission.FORMS_MANAGE, version.form.path)
    insist(rules.may_change(state=version.state))
    version.media.filter(name=name).delete()
    _record(version, [name], actor, at)


def keep_media(version: Version, *, files: Mapping[str, bytes]) -> list[Media]:
    """Store the files under their flat names. Raises `BadInput`."""
    kept = []
    for name, content in _unpacked(files):
        ending = name.lower().rpartition(".")[2]
        if ending not in _ENDINGS:
            raise BadInput(Reason.of("{name}: phones cannot use a file of this kind.", name=name))
        if len(content) > LARGEST:
            raise BadInput(
                Reason.of("{name} is larger than {most} bytes.", name=name, most=LARGEST)
            )
        kind = _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        values = {
            "content": content, "size": len(content), "md5": md5(content), "content_type": kind,
        }  # fmt: skip
        kept.append(
            Media.objects.update_or_create(version=version, name=name[:255], defaults=values)[0]
        )
    if version.media.count() > MOST:
        raise BadInput(Reason.of("A form takes at most {most} files.", most=MOST))
    return kept


def copy_media(source: Version, target: Version) -> None:
    """A new edition begins with the files of the one before it."""
    for each in source.media.all():
        each.pk, each.version = None, target
        each.save(force_insert=True)


def _unpacked(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, content in files.items():
        if not name.lower().endswith(".zip"):
            yield flat(name), content
            continue
        try:
            with ZipFile(io.BytesIO(content)) as archive:
                inside = [i for i in archive.infolist() if not i.is_dir()]
                if len(inside) > MOST or sum(i.file_size for i in inside) > 5 * LARGEST:
                    raise BadInput(Reason.of("A form takes at most {most} files.", most=MOST))
                for item in inside:
                    if not item.filename.startswith("__MACOSX"):
                        yield flat(item.filename), archive.read(item)
        except BadZipFile as wrong:
            raise BadInput(Reason.of("{name} cannot be unpacked.", name=name)) from wrong


def _record(version: Version, names: list[str], actor: Actor, at: datetime) -> None:
    data: dict[str, object] = {
        "form": version.form.form_id, "version": version.version, "files": names,
    }  # fmt: skip
    ledger.record(
        Event.MEDIA_CHANGED, actor=actor, subject=version.form, path=version.form.path, at=at,
        data=data,
    )  # fmt: skip
