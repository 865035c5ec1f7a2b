"""What the bars above lists have in common: narrowing to one place of the tree."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gridward.core.scope import within


class Placed(forms.Form):
    """A filter with ``?under=``: a path of the tree, one of `places` (path, name)."""

    under = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, data: Mapping[str, Any], places: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["under"].choices = [("", _("All places")), *places]  # type: ignore[attr-defined]  # a ChoiceField

    def here(self) -> Q:
        """Rows of the chosen place; without a choice, or with a wrong one, all of them."""
        self.is_valid()
        chosen = self.cleaned_data.get("under")
        return within([chosen]) if chosen else Q()
