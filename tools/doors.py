"""The one import contract of our own: a room may enter another one only by its doors."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Cross-room imports must name one of the `doors` modules of the other room."""

    rooms = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        trespasses = [
            f"{module} -> {target}"
            for module in sorted(graph.modules)
            for target in sorted(graph.find_modules_directly_imported_by(module))
            if self._trespass(module, target)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        output.print_error("\n".join(check.metadata["trespasses"]), bold=False)

    def _trespass(self, module: str, target: str) -> bool:
        home, other = self._room(module), self._room(target)
        if not home or not other or home == other:
            return False
        door = target.removeprefix(other).strip(".").split(".")[0]
        return door not in [str(each) for each in self.doors]  # type: ignore[attr-defined]

    def _room(self, module: str) -> str | None:
        """``gridward.response.care.rules`` -> ``gridward.response.care``."""
        storeys = [str(storey) for storey in self.rooms]  # type: ignore[attr-defined]
        if not any(module.startswith(f"{storey}.") for storey in storeys):
            return None
        return ".".join(module.split(".")[:3])
