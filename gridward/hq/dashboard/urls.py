"""Addresses of this room."""

from django.urls import path

from gridward.hq.dashboard import views

urlpatterns = [
    path("", views.console, name="console"),
    path("screen", views.screen, name="screen"),
    path("map.json", views.map_data, name="map"),
    path("trend.json", views.trend, name="trend"),
    path("slots", views.slots, name="slots"),
    path("slots/<int:pk>/close", views.close, name="close_slot"),
    path("lists/<int:pk>", views.delivery, name="delivery"),
    path("lists/<int:pk>/receive", views.receive, name="receive"),
    path("bulletins", views.bulletins, name="bulletins"),
    path("bulletins/<int:pk>", views.bulletin, name="bulletin"),
    path("bulletins/<int:pk>.docx", views.bulletin_docx, name="bulletin_docx"),
    path("bulletins/<int:pk>.xlsx", views.bulletin_xlsx, name="bulletin_xlsx"),
    path("bulletins/<int:pk>/edit", views.edit, name="edit_bulletin"),
    path("bulletins/<int:pk>/publish", views.publish, name="publish"),
]
