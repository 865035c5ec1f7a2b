"""The notice above a public form, for those who manage the form."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from gridward.core import clock
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.xforms import queries
from gridward.ground.xforms.actions.notice import word_notice
from gridward.ground.xforms.queries.light import light
from gridward.ground.xforms.queries.notice import HEADINGS, USUAL, own_notice

LANGUAGES = {code[:2]: (code, name) for code, name in settings.LANGUAGES}


class NoticeForm(forms.Form):
    """A text for each heading; where one is empty the usual words are told."""

    def __init__(self, data: object, *, language: str, own: dict[str, str]) -> None:
        super().__init__(data or None, initial=own, prefix=language)  # type: ignore[arg-type]
        self.language, (code, self.title) = language, LANGUAGES[language]
        with override(code):
            for name, usual in USUAL.items():
                self.fields[name] = forms.CharField(
                    label=HEADINGS[name], required=False, max_length=2_000,
                    widget=forms.Textarea({"rows": 3, "placeholder": str(usual)}),
                )  # fmt: skip


@signed_in
def notice(request: ActingRequest, form_id: str) -> HttpResponse:
    """Own words for purpose, basis, readers, retention and contact, in both languages."""
    found = get_object_or_404(queries.forms_visible_to(request.actor), form_id=form_id, public=True)
    request.actor.require(Permission.FORMS_MANAGE, found.path)
    given = [
        NoticeForm(request.POST, language=language, own=own_notice(found, language))
        for language in LANGUAGES
    ]
    if request.method == "POST" and all(one.is_valid() for one in given):
        for one in given:
            word_notice(
                found, language=one.language, texts=one.cleaned_data, actor=request.actor,
                at=clock.now(),
            )  # fmt: skip
        messages.success(request, _("The notice is saved."))
        return redirect("xforms:notice", form_id)
    context = {
        "form": found, "given": given,
        "obstacles": light(queries.latest(found), request.LANGUAGE_CODE[:2]).obstacles,
    }  # fmt: skip
    return render(request, "xforms/notice.html", context)
