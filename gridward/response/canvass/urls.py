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
    path("doors/<int:pk>", views.door, name="door"),
]
