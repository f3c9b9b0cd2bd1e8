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
    f"tests/{folder}/test_{name}.py": seconds
    for folder, files in {
        "browser": {
            **{"pages": 95, "faults": 85, "planung": 80},
            **{"axe": 65, "geodata": 65, "administration": 60},
            **{"moderation": 60, "sign_in": 48, "second_town": 43},
            **{"layers": 43, "answers": 40, "place_and_form": 38},
            **{"planner_journey": 35, "hostile": 35, "geodata_faults": 33},
            **{"planung_area": 30, "accessibility": 25, "map_services": 21},
            **{"signed_out": 21, "journey": 20, "round_result": 20},
            **{"planung_clusters": 15, "planung_hostile": 15, "limits": 15},
        },
        "db": {
            **{"versions": 48, "cluster": 46, "kills": 37},
            **{"imports_end": 25, "erasure_replay": 22, "backup_live": 21},
            **{"imports_killed": 20, "jobs": 18, "differences": 10},
            **{"geodata_network": 10, "rollup": 8, "disk_full": 7},
        },
        "imports": {
            **{"hostile_files": 60, "systems": 55, "damaged_files": 34},
            **{"broken_values": 31, "broken_shapes": 25},
        },
        "cli": {
            **{"main": 68, "run": 57, "bench": 54},
            **{"readme": 42, "layers": 28},
        },
        "api": {
            **{"patience": 36, "failures": 30, "report_file": 29},
            **{"privacy": 28, "attacks": 25, "headers": 24},
            **{"forms": 23, "crowd": 22, "oidc": 20},
        },
    }.items()
    for name, seconds in files.items()
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
