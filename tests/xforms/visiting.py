"""Who visits the pages and endpoints of forms in the tests."""

from django.test import Client

from gridward.core import scope
from gridward.ground.grid.models import Node
from gridward.ground.xforms.models import Submission
from tests.make import forms as make
from tests.make.township import posting, user

LIST = "{http://openrosa.org/xforms/xformsList}"
GRID = "430124105/201/001/"


def signed_in(role="analyst", path=make.HQ, name="analyst"):
    who = user(name)
    posting(who, Node.objects.get(path=path), role)
    client = Client()
    client.force_login(who)
    return client


def only():
    """The one submission, whatever the last request left of the second wall."""
    with scope.everywhere():
        return Submission.objects.get()


def public(version, way=""):
    return f"/f/{version.form.token}{way}"


def opened(version, sent, client=None):
    """A browser that asked for the receipt of `sent`, and the answer."""
    client = client or Client()
    given = {"number": sent["number"], "code": sent["code"]}
    return client, client.post(public(version, "/receipt"), given)
