"""What the launcher says when it will not go on: one plain sentence in each language."""


class LaunchRefused(Exception):
    """The start is refused; `zh` and `en` say why and what to do about it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh = zh
        self.en = en
