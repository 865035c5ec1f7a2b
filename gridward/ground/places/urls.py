"""Addresses of place names."""

from django.urls import path

from gridward.ground.places import views

urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("suggest", views.suggest, name="suggest"),
    path("<int:pk>", views.review, name="review"),
    path("<int:pk>/decide", views.decide, name="decide"),
    path("<int:pk>/dismiss", views.dismiss, name="dismiss"),
    path("<int:pk>/undo", views.undo, name="undo"),
]
