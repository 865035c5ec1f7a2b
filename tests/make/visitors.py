"""Makers: browsers of people on posts."""

from django.test import Client

from gridward.ground.grid.models import Node
from tests.make.township import posting, user


def signed_in(role: str, path: str, *, name: str = "") -> Client:
    """A browser in which somebody with one role on one path is signed in."""
    person = user(name or role)
    posting(person, Node.objects.get(path=path), role)
    client = Client()
    client.force_login(person)
    return client
