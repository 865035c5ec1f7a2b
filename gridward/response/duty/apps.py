from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "gridward.response.duty"
    label = "duty"
    default_auto_field = "django.db.models.BigAutoField"
