"""What is typed into the pages of the grid tree."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.ground.grid.formats import read_grid_list
from gridward.ground.grid.rules import GridRow


class GridListForm(forms.Form):
    """A CSV file; `rows` after validation."""

    file = forms.FileField(
        label=_("Grid list (CSV)"),
        help_text=_("Columns code and name; villages before their grids. UTF-8 or GB18030."),
    )
    rows: list[GridRow]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.rows = read_grid_list(file.read())
        except (ValueError, IndexError) as wrong:
            raise forms.ValidationError(
                _("The file has no column %(column)s, or a row is too short."),
                params={"column": str(wrong)},
            ) from wrong
        return file


class TreeFilter(forms.Form):
    q = forms.CharField(label=_("Search"), required=False)
