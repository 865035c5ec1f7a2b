"""Addresses of forms. `formList` and `submission` stand at the root: apps append them."""

from django.urls import path

from gridward.ground.xforms.views import (
    collect,
    day,
    light,
    notice,
    public,
    receipts,
    sheets,
    submissions,
)
from gridward.ground.xforms.views.queue import from_phone

urlpatterns = [
    path("formList", collect.form_list, name="form_list"),
    path("submission", collect.submission, name="submission"),
    path("forms/<str:form_id>/<str:version>.xml", collect.download, name="download"),
    path("forms/<str:form_id>/<str:version>/manifest", collect.manifest, name="manifest"),
    path("forms/<str:form_id>/<str:version>/media/<str:name>", collect.media, name="media"),
    path("lists/<str:name>/integrity", collect.integrity, name="integrity"),
    path("key/<str:key>/formList", collect.form_list, name="key_form_list"),
    path("key/<str:key>/submission", collect.submission, name="key_submission"),
    path(
        "key/<str:key>/forms/<str:form_id>/<str:version>.xml", collect.download, name="key_download"
    ),
    path(
        "key/<str:key>/forms/<str:form_id>/<str:version>/manifest", collect.manifest,
        name="key_manifest",
    ),
    path(
        "key/<str:key>/forms/<str:form_id>/<str:version>/media/<str:name>", collect.media,
        name="key_media",
    ),
    path("key/<str:key>/lists/<str:name>/integrity", collect.integrity, name="key_integrity"),
    path("f/<str:token>", light.page, name="public"),
    path("f/<str:token>/full", public.full, name="public_full"),
    path("f/<str:token>/plain", light.plain, name="public_plain"),
    path("f/<str:token>/formList", public.form_list, name="public_list"),
    path("f/<str:token>/form.xml", public.form_xml, name="public_form"),
    path("f/<str:token>/manifest", public.manifest, name="public_manifest"),
    path("f/<str:token>/media/<str:name>", public.media, name="public_media"),
    path("f/<str:token>/submission", public.submission, name="public_submission"),
    path("f/<str:token>/receipt", receipts.look, name="receipt_look"),
    path("f/<str:token>/receipt.svg", receipts.qr, name="receipt_qr"),
    path("f/<str:token>/receipt/<str:number>", receipts.receipt, name="receipt"),
    path("f/<str:token>/mine", receipts.mine, name="receipt_mine"),
    path("f/<str:token>/mine/correct", receipts.correct, name="receipt_correct"),
    path("f/<str:token>/mine/leave", receipts.leave, name="receipt_leave"),
    path("forms/day.json", day.day, name="day"),
    path("forms", sheets.forms, name="forms"),
    path("forms/publish", sheets.publish, name="publish"),
    path("forms/<str:form_id>", sheets.form, name="form"),
    path("forms/<str:form_id>/notice", notice.notice, name="notice"),
    path("forms/<str:form_id>/fill", sheets.fill, name="fill"),
    path("forms/<str:form_id>/close", sheets.close, name="close"),
    path("forms/<str:form_id>/poster", sheets.poster, name="poster"),
    path("forms/<str:form_id>/<str:version>.xlsx", sheets.workbook, name="workbook"),
    path("submissions/from-phone", from_phone, name="queue"),
    path("submissions", submissions.submissions, name="submissions"),
    path("submissions/<uuid:pk>", submissions.submission, name="submission_page"),
    path("submissions/<uuid:pk>/files/<int:file>", submissions.file, name="file"),
]
