"""Addresses of the grid tree."""

from django.urls import path

from gridward.ground.grid import views

urlpatterns = [
    path("", views.tree, name="tree"),
    path("import", views.bring_in, name="import"),
]
