"""Addresses of accounts, postings and the ledger."""

from django.urls import path

from gridward.ground.access.views import accounts, ledger, posts, session

urlpatterns = [
    path("sign-in", session.sign_in, name="sign_in"),
    path("sign-in/code", session.code, name="code"),
    path("sign-in/second-factor", session.second_factor, name="second_factor"),
    path("sign-out", session.sign_out, name="sign_out"),
    path("account", session.account, name="account"),
    path("account/password", session.password, name="password"),
    path("account/sign-ins/<int:pk>/end", session.end_sign_in, name="end_sign_in"),
    path("posts", posts.postings, name="postings"),
    path("posts/gaps", posts.gaps, name="gaps"),
    path("posts/add/<int:node_id>", posts.post, name="post"),
    path("posts/<int:pk>/end", posts.end_posting, name="end_posting"),
    path("accounts", accounts.accounts, name="accounts"),
    path("accounts/invite", accounts.invite, name="invite"),
    path("accounts/<int:pk>", accounts.person, name="person"),
    path("accounts/<int:pk>/password", accounts.password, name="give_password"),
    path("accounts/<int:pk>/unlock", accounts.unlock, name="unlock"),
    path("accounts/<int:pk>/second-factor", accounts.second_factor, name="forget_second_factor"),
    path("accounts/<int:pk>/end", accounts.disable, name="disable"),
    path("accounts/<int:pk>/restore", accounts.restore, name="restore"),
    path("ledger", ledger.ledger, name="ledger"),
    path("ledger/verify", ledger.verify, name="verify_ledger"),
]
