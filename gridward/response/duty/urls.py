"""Addresses of this room."""

from django.urls import path

from gridward.response.duty import views

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("day.json", views.day, name="day"),
    path("<int:pk>/take", views.take, name="take"),
    path("<int:pk>/give-back", views.give_back, name="give_back"),
    path("<int:pk>/close", views.close, name="close"),
]
