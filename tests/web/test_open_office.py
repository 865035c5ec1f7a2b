import pytest
from django.core.management import CommandError, call_command

from gridward.ground.access.models import User
from gridward.ground.grid.models import Node

pytestmark = pytest.mark.django_db


def test_a_new_office_has_one_node_and_one_administrator(capsys):
    call_command("open_office", "430182109", "灰汤镇")
    told = capsys.readouterr().out
    user = User.objects.get()
    password = told.split("password: ")[1].split("\n")[0]
    assert user.check_password(password)
    assert user.must_change_password
    assert user.postings.get().role == "administrator"
    assert Node.objects.get().path == "430182109/"
    with pytest.raises(CommandError):
        call_command("open_office", "430182109", "灰汤镇")
