"""Addresses of this room."""

from django.urls import path

from gridward.response.canvass import views
from gridward.response.canvass.views.day import day

urlpatterns = [
    path("today", views.today, name="today"),
    path("day.json", day, name="day"),
    path("record", views.record, name="record"),
    path("rounds", views.rounds, name="rounds"),
    path("rounds/open", views.opening, name="open"),
    path("rounds/<int:pk>", views.board, name="board"),
    path("rounds/<int:pk>/doors", views.doors, name="doors"),
    path("rounds/<int:pk>/sheet", views.sheet, name="sheet"),
    path("rounds/<int:pk>/add", views.add, name="add"),
    path("rounds/<int:pk>/close", views.close, name="close"),
    path("rounds/<int:pk>/gaps/sign", views.close_with_gaps, name="close_with_gaps"),
    path("rounds/<int:pk>/gaps", views.gaps, name="gaps"),
    path("rounds/<int:pk>/next", views.next_best, name="next"),
    path("rounds/<int:pk>/compare", views.compare, name="compare"),
    path("rounds/<int:pk>/split", views.split, name="split"),
    path("rounds/<int:pk>/split/<int:split_pk>/undo", views.undo, name="undo_split"),
    path("rounds/<int:pk>/allotment", views.allotment, name="allotment"),
    path("doors/<int:pk>", views.door, name="door"),
    path("doors/<int:pk>/note", views.note_next, name="note_next"),
    path("teams", views.teams, name="teams"),
    path("teams/form", views.form_team, name="form_team"),
    path("lists", views.lists, name="lists"),
    path("report", views.report, name="report"),
    path("reports", views.reports, name="reports"),
    path("reports/chase", views.chase, name="chase"),
    path("reports/register", views.register, name="register"),
]
