"""On two processes: tests that share something slow to set up go to one of them, all others to whichever is free.

The mark xdist_group of pytest-xdist 3.8 is not seen under pytest 9.2, whose tests have no name to append to.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/e2e/test_every_route.py": "the bare portal",
    "tests/e2e/test_keep_form.py": "the bare portal",
    "tests/e2e/test_recording.py": "the bare portal",
    "tests/e2e/test_main_job.py": "the living city",
    "tests/e2e/test_pages.py": "the living city",
    "tests/e2e/test_people.py": "the living city",
    "tests/e2e/test_two_years.py": "the two years",
    "tests/setup/test_image.py": "the image",
    "tests/setup/test_proxy.py": "the portal behind its proxy",
    "tests/isolation/test_query_counts.py": "every page at one row and at three",
}


class Together(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER.get(nodeid.split("::", maxsplit=1)[0], nodeid)

    def mark_test_complete(self, node, item_index, duration=0):
        super().mark_test_complete(node, item_index, duration)
        scope = self._split_scope(self.registered_collections[node][item_index])
        work = self.assigned_work[node]
        if all(work[scope].values()):
            del work[scope]  # all that stands here is counted at each of the five messages of a test


def pytest_xdist_make_scheduler(config, log):
    return Together(config, log)
