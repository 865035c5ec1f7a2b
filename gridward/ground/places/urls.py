"""Addresses of place names."""

from django.urls import path

from gridward.ground.places import views

urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("queue", views.queue, name="queue"),
    path("queue/undo", views.undo_last, name="undo_last"),
    path("queue/<int:pk>", views.answer, name="answer"),
    path("learned", views.aliases, name="aliases"),
    path("learned/<int:pk>/withdraw", views.withdraw, name="withdraw"),
    path("estates", views.estates, name="estates"),
    path("estates/new", views.new_estate, name="new_estate"),
    path("estates/import", views.import_estates, name="import_estates"),
    path("estates/changes", views.deeds, name="estate_deeds"),
    path("estates/changes/<int:pk>/undo", views.undo_deed, name="undo_deed"),
    path("estates/<int:pk>", views.estate, name="estate"),
    path("estates/<int:pk>/end", views.end_estate, name="end_estate"),
    path("quality", views.quality_report, name="quality"),
    path("suggest", views.suggest, name="suggest"),
    path("public/suggest", views.suggest_to_anybody, name="public_suggest"),
    path("public/tree", views.tree, name="tree"),
    path("public/county/<str:code>", views.county, name="county"),
    path("own-area", views.own_area, name="own_area"),
    path("<int:pk>", views.review, name="review"),
    path("<int:pk>/decide", views.decide, name="decide"),
    path("<int:pk>/dismiss", views.dismiss, name="dismiss"),
    path("<int:pk>/undo", views.undo, name="undo"),
]
