from django.apps import AppConfig


class CanvassConfig(AppConfig):
    name = "gridward.response.canvass"
    label = "canvass"
    default_auto_field = "django.db.models.BigAutoField"
