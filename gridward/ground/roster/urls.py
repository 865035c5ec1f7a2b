"""Addresses of this room."""

from django.urls import URLPattern, path

from gridward.ground.roster import views
from gridward.ground.roster.views import correcting

urlpatterns: list[URLPattern] = [
    path("people", views.people, name="people"),
    path("people/<int:pk>", views.person, name="person"),
    path("people/<int:pk>/full", views.person_full, name="person_full"),
    path("households/<int:pk>", views.household, name="household"),
    path("people/<int:pk>/correct", correcting.correct_person, name="correct_person"),
    path("households/<int:pk>/correct", correcting.correct_household, name="correct_household"),
    path("households/<int:pk>/add", correcting.add_member, name="add_member"),
    path("leave/<str:kind>/<int:pk>", correcting.leave, name="leave"),
    path("corrections", correcting.corrections, name="corrections"),
    path("corrections/<int:pk>/undo", correcting.take_back, name="take_back"),
    path("imports", views.imports, name="imports"),
    path("imports/new", views.upload, name="upload"),
    path("imports/<int:pk>", views.imported, name="import"),
    path("imports/<int:pk>/columns", views.columns, name="columns"),
    path("imports/<int:pk>/preview", views.preview, name="preview"),
    path("imports/<int:pk>/start", views.start, name="start"),
    path("imports/<int:pk>/progress", views.progress, name="progress"),
    path("imports/<int:pk>/refused", views.refused, name="refused"),
    path("imports/<int:pk>/undo", views.undo, name="undo"),
    path("declarations", views.declarations, name="declarations"),
    path("declarations/<int:pk>", views.declaration, name="declaration"),
    path("declarations/<int:pk>/decide", views.decide, name="decide"),
]
