"""What comes in: a new round, results of doors, a filter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.response.canvass import rules
from gridward.response.canvass.choices import (
    Channel,
    DiscrepancyKind,
    DiscrepancyState,
    ItemState,
    Kind,
    Outcome,
)


class RoundForm(forms.Form):
    """Opening a round: of a campaign that runs, or of a new one."""

    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of the new campaign"),
        choices=Kind.choices,
        required=False,
        help_text=_("It says what is counted: households, rentals, persons or enterprises."),
    )
    campaign_name = forms.CharField(
        label=_("Name of the new campaign"), max_length=100, required=False
    )
    age_from = forms.IntegerField(
        label=_("From age"),
        min_value=0,
        max_value=130,
        required=False,
        help_text=_("For vaccination calls only; empty means everybody."),
    )
    age_to = forms.IntegerField(label=_("Up to age"), min_value=0, max_value=130, required=False)
    path = forms.ChoiceField(label=_("Where"))
    name = forms.CharField(
        label=_("Name of the round"),
        max_length=100,
        required=False,
        help_text=_("Empty: it is named after its number."),
    )
    valid_results = forms.MultipleChoiceField(
        label=_("Counts as reached"),
        choices=[(state.value, state.label) for state in ItemState if state in rules.SETTLED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "All other results end the visits but stay on the list of the missing."
            " Tick nothing to count what is usual for the kind."
        ),
    )

    def __init__(
        self, *data: object, campaigns: list[tuple[str, str]], paths: list[tuple[str, str]]
    ) -> None:
        super().__init__(*data)  # type: ignore[arg-type]
        first = [("", _("The door sweep of the township")), ("new", _("A new campaign"))]
        self.fields["campaign"].choices = [*first, *campaigns]  # type: ignore[attr-defined]
        self.fields["path"].choices = paths  # type: ignore[attr-defined]


class RecordForm(forms.Form):
    """The same result for one or more doors."""

    codes = forms.CharField(max_length=40_000, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(choices=Outcome.choices)
    note = forms.CharField(max_length=200, required=False)


class AdditionForm(forms.Form):
    """What was not in the frozen scope, by its code."""

    code = forms.CharField(label=_("Code"), max_length=32)
    reason = forms.CharField(label=_("Why it is added"), max_length=200)


SHOW = (("todo", _("Still to visit")), ("", _("All doors")), *ItemState.choices)


class DoorFilter(forms.Form):
    """Which doors of one's grid are shown."""

    q = forms.CharField(label=_("Search"), max_length=60, required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOW, required=False)


class NextForm(forms.Form):
    """One result on the worker's list; the place only when the worker adds it."""

    outcome = forms.ChoiceField(choices=Outcome.choices)
    channel = forms.ChoiceField(choices=Channel.choices, required=False)
    note = forms.CharField(max_length=200, required=False)
    where = forms.RegexField(r"^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$", required=False)


class GapForm(forms.Form):
    """Signing the list of gaps."""

    reason = forms.CharField(
        label=_("Why these doors stay open"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    password = forms.CharField(
        label=_("Your password, as signature"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class TeamForm(forms.Form):
    """Three people for one big grid."""

    name = forms.CharField(label=_("Name of the team"), max_length=60, required=False)
    first = forms.TypedChoiceField(label=_("Leads the team"), coerce=int)
    second = forms.TypedChoiceField(label=_("Second member"), coerce=int)
    third = forms.TypedChoiceField(label=_("Third member"), coerce=int)

    def __init__(self, *data: object, able: dict[int, str]) -> None:
        super().__init__(*data)  # type: ignore[arg-type]
        people = sorted(able.items(), key=lambda pair: pair[1])
        for seat in ("first", "second", "third"):
            self.fields[seat].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """The findings of a day; what was walked is counted by the machine."""

    persons = forms.IntegerField(
        label=_("Priority persons found (persons)"), min_value=0, initial=0
    )
    vehicles = forms.IntegerField(
        label=_("Vehicles checked (vehicle-times)"), min_value=0, initial=0
    )
    places = forms.IntegerField(label=_("Places of note (places)"), min_value=0, initial=0)
    zero_said = forms.BooleanField(
        label=_("Zero report: nothing was found today"),
        required=False,
        help_text=_("Silence is no zero. Tick this when there is nothing to report."),
    )
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)


class DayFilter(forms.Form):
    """Which day, and where."""

    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    under = forms.ChoiceField(label=_("Village"), required=False)

    def __init__(self, data: object, *, villages: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["under"].choices = [("", _("All")), *villages]  # type: ignore[attr-defined]


class ChatForm(forms.Form):
    """A residents' group to read: pasted, or from a text file."""

    name = forms.CharField(
        label=_("Name of the group"), max_length=80,
        help_text=_("The same name and place again: only new lines are added."),
    )  # fmt: skip
    path = forms.ChoiceField(label=_("Whose group is it?"))
    estate = forms.CharField(
        label=_("Estate or villagers' group"), max_length=60, required=False,
        widget=forms.TextInput({"data-place": "", "data-place-as": "name", "data-from": "6"}),
    )  # fmt: skip
    building = forms.CharField(label=_("Building"), max_length=20, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    text = forms.CharField(
        label=_("The chat"), required=False, max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a text file (.txt)"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt"}),
    )  # fmt: skip

    def __init__(self, *data: object, places: list[tuple[str, str]]) -> None:
        super().__init__(*data)  # type: ignore[arg-type]
        self.fields["path"].choices = places  # type: ignore[attr-defined]


class DiscrepancyFilter(forms.Form):
    """Which contradictions are shown."""

    kind = forms.ChoiceField(
        label=_("What differs"), required=False, choices=[("", _("All")), *DiscrepancyKind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *DiscrepancyState.choices]
    )
    under = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, data: object, *, places: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["under"].choices = [("", _("All")), *places]  # type: ignore[attr-defined]


class ClearForm(forms.Form):
    """What was found out about a contradiction."""

    state = forms.ChoiceField(
        label=_("How it ends"), widget=forms.RadioSelect,
        choices=[each for each in DiscrepancyState.choices if each[0] != DiscrepancyState.OPEN],
    )  # fmt: skip
    why = forms.CharField(label=_("What was found out"), max_length=200)
