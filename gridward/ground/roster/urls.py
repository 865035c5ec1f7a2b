"""Addresses of this room."""

from django.urls import URLPattern, path

from gridward.ground.roster import views
from gridward.ground.roster.views import case_texts, correcting, helping, renting

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
    path("rentals", renting.rentals, name="rentals"),
    path("rentals/new", renting.register, name="rental_new"),
    path("rentals/<int:pk>", renting.rental, name="rental"),
    path("rentals/<int:pk>/full", renting.full, name="rental_full"),
    path("rentals/<int:pk>/tenants", renting.add_tenant, name="tenant_new"),
    path("rentals/<int:pk>/pledge", renting.pledge, name="pledge"),
    path("rentals/<int:pk>/end", renting.end, name="rental_end"),
    path("tenants/<int:pk>/left", renting.left, name="tenant_left"),
    path("helped", helping.helped, name="helped"),
    path("helped/new/<int:pk>", helping.name_helper, name="name_helper"),
    path("helped/<int:pk>", helping.entry, name="helped_one"),
    path("helped/<int:pk>/contact", helping.contact, name="contact"),
    path("helped/<int:pk>/end", helping.end, name="help_end"),
    path("texts", case_texts.case_texts, name="case_texts"),
    path("texts/new", case_texts.take, name="case_text_take"),
    path("texts/<int:pk>", case_texts.case_text, name="case_text"),
    path("texts/<int:pk>/decide", case_texts.decide_text, name="case_text_decide"),
    path("declarations", views.declarations, name="declarations"),
    path("declarations/<int:pk>", views.declaration, name="declaration"),
    path("declarations/<int:pk>/decide", views.decide, name="decide"),
]
