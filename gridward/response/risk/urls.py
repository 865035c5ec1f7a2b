"""Addresses of this room."""

from django.urls import path

from gridward.response.risk import views

urlpatterns = [
    path("", views.proposals, name="proposals"),
    path("<int:pk>", views.classification, name="classification"),
    path("<int:pk>/confirm", views.confirm, name="confirm"),
    path("<int:pk>/override", views.override, name="override"),
    path("confirm", views.confirm_many, name="confirm_many"),
    path("judge", views.judge, name="judge"),
    path("policies", views.policies, name="policies"),
    path("policies/<slug:code>", views.policy, name="policy"),
    path("policies/<slug:code>/try", views.try_out, name="try_out"),
    path("runs", views.runs, name="runs"),
    path("runs/<int:pk>", views.run, name="run"),
    path("runs/<int:pk>/paper", views.run_paper, name="run_paper"),
    path("runs/<int:pk>/people", views.run_people, name="run_people"),
    path("runs/<int:pk>/progress", views.run_progress, name="run_progress"),
    path("runs/<int:pk>/stop", views.stop_run, name="stop_run"),
    path("adoptions/<int:pk>", views.adoption, name="adoption"),
    path("adoptions/<int:pk>/withdraw", views.withdraw, name="withdraw"),
    path("adoptions/<int:pk>/retire", views.retire, name="retire"),
    path("zones", views.zones, name="zones"),
    path("zones/new", views.draw_zone, name="draw_zone"),
    path("zones/map.json", views.zone_map, name="zone_map"),
    path("zones/<int:pk>", views.zone, name="zone"),
    path("zones/<int:pk>/note", views.note_zone, name="note_zone"),
    path("zones/<int:pk>/decide", views.decide_zone, name="decide_zone"),
    path("zones/<int:pk>/extend", views.extend_zone, name="extend_zone"),
    path("zones/<int:pk>/notice", views.zone_notice, name="zone_notice"),
    path("areas", views.areas, name="areas"),
    path("areas/map", views.area_map, name="area_map"),
    path("areas/timeline", views.area_timeline, name="area_timeline"),
    path("areas/set", views.area_set, name="area_set"),
    path("areas/<int:pk>", views.area, name="area"),
    path("areas/upload", views.upload, name="upload"),
    path("areas/lists/<int:pk>", views.area_list, name="list"),
]
