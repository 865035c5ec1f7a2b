from django.apps import AppConfig


class XformsConfig(AppConfig):
    name = "gridward.ground.xforms"
    label = "xforms"
    default_auto_field = "django.db.models.BigAutoField"
