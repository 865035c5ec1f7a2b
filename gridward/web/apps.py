from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gridward.web"
    label = "web"

    def ready(self) -> None:
        from gridward.web import jobs  # noqa: PLC0415 - models are ready only now

        jobs.install()
