"""Which worker runs which file, where the tests run side by side.

The tests of a folder share what is dear to start: an application, a browser, databases to copy.
So a worker stays in its folder as long as there is work, and the last files are short ones.
"""

from collections.abc import Mapping, Sized
from pathlib import PurePath

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

_A_TEST_S = {"browser": 2.5, "cli": 2.0, "pages": 0.5, "db": 0.3, "imports": 0.3, "api": 0.1}
_LIGHT_S = 0.05
"""How long a test takes, roughly, by folder and elsewhere."""
_A_FILE_S: Mapping[str, float] = {
    **{
        f"tests/browser/test_{name}.py": seconds
        for name, seconds in {
            **{"faults": 90, "planung": 80, "pages": 75, "axe": 70, "geodata": 70},
            **{"administration": 60, "hostile": 50, "geodata_faults": 45, "moderation": 45},
            **{"map_services": 30, "layers": 30, "journey": 25, "second_town": 40},
            **{"planung_clusters": 20, "planung_area": 20, "planung_hostile": 20, "limits": 15},
        }.items()
    },
    **{
        f"tests/db/test_{name}.py": seconds
        for name, seconds in {
            **{"cluster": 40, "kills": 25, "versions": 25, "imports_end": 22},
            **{"imports_killed": 22, "jobs": 18, "erasure_replay": 16, "backup_live": 12},
            **{"differences": 10, "geodata_network": 10, "rollup": 8, "disk_full": 7},
        }.items()
    },
    **{"tests/cli/test_bench.py": 55, "tests/imports/test_systems.py": 54},
    **{
        "tests/api/test_privacy.py": 25,
        "tests/api/test_oidc.py": 20,
        "tests/api/test_forms.py": 20,
    },
}
"""How long files take whose tests are longer than those beside them, roughly."""


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
        longest = max(files, key=lambda unit: expected_s(unit, self.workqueue[unit]))
        self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)

    def _left(self) -> dict[str, float]:
        """How long what is still to be given out will take, by folder."""
        left: dict[str, float] = {}
        for unit, tests in self.workqueue.items():
            folder = _folder(unit)
            left[folder] = left.get(folder, 0) + expected_s(unit, tests)
        return left


def expected_s(unit: str, tests: Sized) -> float:
    """How long the tests of a file will take."""
    return _A_FILE_S.get(unit, len(tests) * _A_TEST_S.get(_folder(unit), _LIGHT_S))


def _folder(unit: str) -> str:
    return PurePath(unit).parent.name
