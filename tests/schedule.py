"""Which worker runs which file, where the tests run side by side.

The tests of a folder share what is dear to start: an application, a browser, databases to copy.
So a worker stays in its folder as long as there is work, and the last files are short ones.
"""

from pathlib import PurePath

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

_WEIGHTS = {"browser": 12.0, "cli": 4.0, "pages": 3.0, "db": 2.0, "imports": 1.0, "api": 1.0}
_LIGHT = 0.1
"""How long a test of a folder takes beside those of the others, roughly."""


class ByFolder(LoadFileScheduling):  # type: ignore[misc]
    """Files go to workers whole, as with `--dist loadfile`, but in an order of their own."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        others = {
            _folder(unit)
            for other, units in self.assigned_work.items()
            for unit in list(units)[-1:]
            if other is not node
        }
        before = [_folder(unit) for unit in self.assigned_work.get(node, ())][-1:]
        left = self._left()
        folder = max(left, key=lambda name: (name in before, name not in others, left[name]))
        files = [unit for unit in self.workqueue if _folder(unit) == folder]
        longest = max(files, key=lambda unit: len(self.workqueue[unit]))
        self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)

    def _left(self) -> dict[str, float]:
        """What is still to be given out, by folder."""
        left: dict[str, float] = {}
        for unit, tests in self.workqueue.items():
            folder = _folder(unit)
            left[folder] = left.get(folder, 0) + len(tests) * _WEIGHTS.get(folder, _LIGHT)
        return left


def _folder(unit: str) -> str:
    return PurePath(unit).parent.name
