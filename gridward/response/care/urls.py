"""Addresses of this room."""

from django.urls import path

from gridward.response.care.views import case, cases, day, deeds, notices, rounds

urlpatterns = [
    path("rounds", rounds.rounds, name="rounds"),
    path("rounds/save", rounds.save, name="save_round"),
    path("day.json", day.day, name="day"),
    path("cases", cases.cases, name="cases"),
    path("due", cases.due, name="due"),
    path("cases/<int:pk>", case.case, name="case"),
    path("cases/<int:pk>/notice/<slug:kind>", notices.notice, name="notice"),
    path("cases/<int:pk>/notice/<slug:kind>.pdf", notices.notice_pdf, name="notice_pdf"),
    path("cases/<int:pk>/exemptions/<int:exemption>/grant", deeds.grant, name="grant"),
    path("cases/<int:pk>/<slug:name>", deeds.deed, name="deed"),
    path("slots/<int:pk>/resolve", deeds.resolve, name="resolve"),
]
