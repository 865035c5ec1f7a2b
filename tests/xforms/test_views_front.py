"""Submissions through public links are taken in front of Django: the same answers, fewer steps."""

import io
import sys

import pytest
from django.core.wsgi import get_wsgi_application

from gridward.core import scope
from gridward.ground.xforms.actions import intake
from gridward.ground.xforms.models import Form, Submission
from gridward.web.front import in_front_of
from tests.make import forms as make

DJANGO = get_wsgi_application()
FRONT = in_front_of(DJANGO)


@pytest.fixture
def form(committed, at):
    """A published form, in sight of other connections."""
    yield make.published(at).form
    intake.writer().close()


def _stored():
    with scope.everywhere():  # answering gave the connection back
        return Submission.objects.count()


def ask(application, path, content, method="POST", **headers):
    """Status, headers and text of the answer to one request."""
    given = make.multipart(content)
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": given["content_type"],
        "CONTENT_LENGTH": str(len(given["data"])), "HTTP_X_OPENROSA_VERSION": "1.0",
        "wsgi.input": io.BytesIO(given["data"]), "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }  # fmt: skip
    told = []
    body = application({**environ, **headers}, lambda status, heads: told.append((status, heads)))
    status, heads = told[0]
    return status, dict(heads), b"".join(body).decode()


def test_a_stranger_is_answered_with_all_the_headers_of_the_house(form):
    version = form.versions.get()
    answers = [
        ask(application, f"/f/{form.token}/submission", make.xml(version, identity))
        for application, identity in ((DJANGO, "uuid:1"), (FRONT, "uuid:2"))
    ]
    (django, front) = answers
    assert django[0] == front[0] == "201 Created"
    for varies in ("Date", "Vary"):
        assert django[1].pop(varies)
        assert front[1].pop(varies)
    assert django[1] == front[1]
    assert "已收到" in front[2]
    assert _stored() == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_X_OPENROSA_VERSION": ""}, "400"),
        ({"HTTP_HOST": "elsewhere.example"}, "400"),
        ({"CONTENT_LENGTH": "200000000"}, "413"),
        ({"CONTENT_LENGTH": "30000000"}, "413"),
        ({"CONTENT_TYPE": "text/plain"}, "400"),
        ({"HTTP_ACCEPT_LANGUAGE": "en"}, "201"),
        ({"HTTP_ACCEPT": "application/json"}, "201"),
    ],
)
def test_what_django_refuses_is_refused_in_the_same_words(form, headers, status):
    version = form.versions.get()
    path = f"/f/{form.token}/submission"
    django = ask(DJANGO, path, make.xml(version, "uuid:1"), **headers)
    front = ask(FRONT, path, make.xml(version, "uuid:2"), **headers)
    assert django[0][:3] == front[0][:3] == status
    if status != "201":
        assert django[2] == front[2]
    for name in ("Content-Type", "Content-Security-Policy", "X-OpenRosa-Version"):
        if headers.get("HTTP_HOST") is None:
            assert django[1].get(name) == front[1].get(name)


def test_an_unknown_link_and_a_closed_form_are_told_as_by_django(form):
    content = make.xml(form.versions.get(), "uuid:1")
    assert ask(FRONT, "/f/nobody/submission", content)[0] == "404 Not Found"
    Form.objects.update(state="closed")
    assert ask(FRONT, f"/f/{form.token}/submission", content)[0] == "409 Conflict"
    assert _stored() == 0


def test_everything_else_is_left_to_django():
    seen = []

    def django(environ, _start):
        seen.append(environ["PATH_INFO"])
        return []

    front = in_front_of(django)
    for method, path in (("HEAD", "/f/x/submission"), ("POST", "/submission"), ("GET", "/f/x")):
        list(front({"REQUEST_METHOD": method, "PATH_INFO": path}, lambda *_: None))
    assert seen == ["/f/x/submission", "/submission", "/f/x"]
