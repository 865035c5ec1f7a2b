"""Addresses of this room."""

from django.urls import path

from gridward.response.canvass import views
from gridward.response.canvass.views import group as chats
from gridward.response.canvass.views import reconcile
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
    path("groups", chats.groups, name="groups"),
    path("groups/<int:pk>", chats.group, name="group"),
    path("groups/<int:pk>/sure", chats.take_sure, name="take_sure"),
    path("groups/<int:pk>/lines/<int:line_pk>", chats.decide_line, name="decide_line"),
    path("sources", reconcile.discrepancies, name="discrepancies"),
    path("sources/<int:pk>", reconcile.discrepancy, name="discrepancy"),
    path("sources/<int:pk>/task", reconcile.task, name="discrepancy_task"),
    path("lists", views.lists, name="lists"),
    path("report", views.report, name="report"),
    path("reports", views.reports, name="reports"),
    path("reports/chase", views.chase, name="chase"),
    path("reports/register", views.register, name="register"),
]
