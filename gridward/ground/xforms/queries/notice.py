"""What a form tells those who fill it: its own words, else the usual ones."""

from django.utils.translation import gettext_lazy as _

from gridward.ground.xforms.models import Form, FormNotice

# Everything PIPL article 17 wants told before the first answer.
HEADINGS = {
    "purpose": _("What for"), "basis": _("Legal basis"), "readers": _("Who reads it"),
    "retention": _("How long it is kept"), "contact": _("Questions, corrections, deletion"),
}  # fmt: skip
USUAL = {
    "purpose": _("To check and route what people report, so that illness is found early and help "
                 "comes to the right door. Nothing else."),
    "basis": _("Personal Information Protection Law, article 13 (4): response to a public-health "
               "emergency."),
    "readers": _("The staff of your own grid and the headquarters. Every look is recorded."),
    "retention": _("Until the end of the emergency; then it is destroyed, with a certificate."),
    "contact": _("Ask your grid worker or the headquarters. With receipt number and code you can "
                 "look at your answers and correct them here at any time; the headquarters deletes "
                 "them on request where the law allows it."),
}  # fmt: skip


def notice(form: Form, language: str) -> list[tuple[str, str]]:
    """Headings with texts in "zh" or "en"."""
    own = FormNotice.objects.filter(form=form, language=language).first()
    return [
        (str(heading), (getattr(own, name) if own else "") or str(USUAL[name]))
        for name, heading in HEADINGS.items()
    ]


def own_notice(form: Form, language: str) -> dict[str, str]:
    """The form's own words by field; empty where the usual ones stand."""
    own = FormNotice.objects.filter(form=form, language=language).first()
    return {name: getattr(own, name) if own else "" for name in HEADINGS}
