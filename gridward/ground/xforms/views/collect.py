"""OpenRosa for staff: form list, form, manifest, files, submission (docs/reference/openrosa.md).

Every address stands twice: at the root, and behind a key (`collectors.address` repeats it).
"""

import zlib
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.actions.correction import form_of, note_correction
from gridward.ground.xforms.choices import SubmissionChannel
from gridward.ground.xforms.formats import entities, openrosa
from gridward.ground.xforms.models import EntityList, Form, Media, Version
from gridward.ground.xforms.views import door
from gridward.ground.xforms.views.answers import kept
from gridward.ground.xforms.views.collectors import address, device_of, for_collectors

_CSV = "text/csv; charset=utf-8"
_MOST_IDS = 2_000  # in one integrity question; an address has an end


@require_safe
@for_collectors
def form_list(request: ActingRequest) -> HttpResponseBase:
    """The open forms of the worker's places; ``?formID=`` asks for one, ``?listAllVersions=true``
    for every edition that is in force or was."""
    door.speaks_openrosa(request)
    forms = queries.forms_to_fill(request.actor)
    if wanted := request.GET.get("formID"):
        forms = forms.filter(form_id=wanted)
    every = request.GET.get("listAllVersions", "").lower() == "true"
    versions = queries.editions_of(forms) if every else queries.latest_of(forms)
    with_files = queries.with_media(versions)
    listed = []
    for version in versions:
        told = (version.form.form_id, version.version)
        has_files = version.pk in with_files or queries.plan_of(version).uses
        listed.append(
            openrosa.Listed(
                version.form.form_id, version.form.shown_title, version.version, version.md5,
                address(request, "download", *told),
                address(request, "manifest", *told) if has_files else "",
            )
        )  # fmt: skip
    return HttpResponse(openrosa.form_list(listed), content_type=openrosa.CONTENT_TYPE)


@require_safe
@for_collectors
def download(request: ActingRequest, form_id: str, version: str) -> HttpResponseBase:
    """The XForm whose MD5 stands in the list."""
    return xform(request, _edition(request, form_id, version))


@require_safe
@for_collectors
def manifest(request: ActingRequest, form_id: str, version: str) -> HttpResponseBase:
    """The files of a form with their true hash, and the entity lists it looks things up in with
    their change token for this worker. Collect drops all files when one lacks anything."""
    edition = _edition(request, form_id, version)
    files = [
        openrosa.MediaFile(
            each.name, each.md5, address(request, "media", form_id, version, each.name)
        )
        for each in queries.media_of(edition)
    ]
    for name, found in _lists_of(edition, {file.name for file in files}).items():
        token = queries.entity_token(found, queries.paths_of(found, request.actor))
        files.append(
            openrosa.MediaFile(
                name, token, address(request, "media", form_id, version, name), "entityList",
                address(request, "integrity", found.name),
            )
        )  # fmt: skip
    return HttpResponse(openrosa.manifest(files), content_type=openrosa.CONTENT_TYPE)


@require_safe
@for_collectors
def media(request: ActingRequest, form_id: str, version: str, name: str) -> HttpResponseBase:
    """One file of a form, or an entity list as CSV."""
    edition = _edition(request, form_id, version)
    file = queries.media_of(edition).filter(name=name).first()
    if file is None:
        lists = _lists_of(edition, set())
        if name not in lists:
            raise NotThere
        return entity_list(request, lists[name])
    return file_of(request, file)


def file_of(request: HttpRequest, file: Media) -> HttpResponseBase:
    """A file with its hash as ETag. Hazard: an author's SVG or XML is content of somebody else at
    our own address; opened by itself it must run nothing."""
    etag = f'"{file.md5}"'
    ready = get_conditional_response(request, etag=etag)
    answer = ready or HttpResponse(bytes(file.content), content_type=file.content_type)
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return _cached(answer, etag)


def entity_list(request: ActingRequest, found: EntityList) -> HttpResponseBase:
    """The CSV of a list for this worker, piece by piece; 304 without looking at any entity."""
    paths = queries.paths_of(found, request.actor)
    etag = f'W/"{queries.entity_token(found, paths)}"'
    ready = get_conditional_response(request, etag=etag)
    if ready is not None:
        return _cached(ready, etag)
    if request.method == "HEAD":
        return _cached(HttpResponse(content_type=_CSV), etag)
    actions.note_delivery(
        found, path=paths[0] if paths else "", device=device_of(request), actor=request.actor,
        at=clock.now(),
    )  # fmt: skip
    pieces: Iterable[bytes] = queries.entity_csv(found, paths)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = StreamingHttpResponse(_gzipped(pieces) if packed else pieces, content_type=_CSV)
    if packed:
        answer["Content-Encoding"] = "gzip"
    return _cached(answer, etag)


@require_safe
@for_collectors
def integrity(request: ActingRequest, name: str) -> HttpResponseBase:
    """Which of ``?id=a,b,c`` a phone must drop: deleted, or not of its places any more."""
    found = get_object_or_404(EntityList, name=name)
    asked = [each.strip() for each in request.GET.get("id", "").split(",") if each.strip()]
    gone = queries.gone(found, asked[:_MOST_IDS], queries.paths_of(found, request.actor))
    return HttpResponse(entities.integrity(gone), content_type=openrosa.CONTENT_TYPE)


@require_http_methods(["HEAD", "POST"])
@for_collectors
def submission(request: ActingRequest) -> HttpResponseBase:
    """HEAD: 204, so that the app knows the address. POST: 201 once it is committed."""
    door.speaks_openrosa(request)
    if request.method == "HEAD":
        return HttpResponse(status=204)
    from_app = request.actor.channel == SubmissionChannel.COLLECT
    delivery = actions.Delivery(
        content_type=request.headers.get("Content-Type", ""),
        body=door.body_of(request, actions.ACCEPTED),
        channel=SubmissionChannel.COLLECT if from_app else SubmissionChannel.WORKER,
        device=device_of(request),
    )
    outcome = actions.receive(delivery=delivery, actor=request.actor, at=clock.now())
    if b"deprecatedID>" in delivery.body and outcome.id is not None:
        # Before the answer: a phone that was not answered sends again.
        note_correction(outcome.id, form=form_of(outcome.id), at=clock.now())
    return kept(request, outcome)


def xform(request: ActingRequest, version: Version) -> HttpResponseBase:
    """The XForm with its hash as ETag; 304 when the client has it already."""
    etag = f'"{version.md5}"'
    ready = get_conditional_response(request, etag=etag)
    if ready is not None:
        return ready
    answer = HttpResponse(version.xform.encode(), content_type=openrosa.CONTENT_TYPE)
    answer["ETag"] = etag
    return answer


def _edition(request: ActingRequest, form_id: str, version: str) -> Version:
    form: Form = get_object_or_404(queries.forms_visible_to(request.actor), form_id=form_id)
    return get_object_or_404(form.versions, version=version, published_at__isnull=False)


def _lists_of(edition: Version, taken: set[str]) -> dict[str, EntityList]:
    """File name -> entity list, for the files a form looks things up in and does not bring."""
    wanted = {f"{name}.csv": name for name in queries.plan_of(edition).uses}
    known = queries.lists_named(wanted.values())
    return {
        file: known[name] for file, name in wanted.items() if name in known and file not in taken
    }


def _cached(answer: HttpResponseBase, etag: str) -> HttpResponseBase:
    """An app may keep it and asks each time whether it is still so; nobody between may."""
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["Vary"] = "Authorization, Cookie, Accept-Encoding"
    return answer


def _gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    squeeze = zlib.compressobj(1, wbits=31)
    for number, piece in enumerate(pieces):
        out = squeeze.compress(piece)
        if number == 1:  # the first place at once, so that the phone sees something come
            out += squeeze.flush(zlib.Z_SYNC_FLUSH)
        if out:
            yield out
    yield squeeze.flush()
