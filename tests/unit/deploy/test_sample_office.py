"""A sample office judges some papers, always the same ones, and says that it is a sample."""

from typing import Any

from deploy.local.organiser import Organiser
from deploy.local.sample_office import EVERY, EXHIBITORS, NOTE, REASON, judge_some


class Expo(Organiser):
    """An expo in memory: 200 exhibitors, each with a product that has two papers."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, str, Any, int]] = []
        self.paper_state = "declared"

    def get(self, path: str) -> Any:
        if path.endswith("/papers"):
            papers = [{"id": id_, "state": self.paper_state, "version": 3} for id_ in ("0c", "0d")]
            return {"items": papers}
        if path.endswith("/dossier"):
            return {"version": 7}
        if "/readiness/" in path:
            return {"exhibitor": "exhibitor:fair:E-001", "rows": ROWS}
        if "/products?" in path:
            return {"items": [{"code": path.split("/")[3].replace("E", "P")}]}
        return {"items": [{"code": f"E-{number:03}"} for number in range(200, 0, -1)]}

    def act(self, method: str, path: str, body: object, seen: int) -> Any:
        self.acts.append((method, path, body, seen))


ROWS = [
    {"requirement": "LEG-NIB", "weight": "law", "status": "missing", "holder": "firm"},
    {"requirement": "PKG-LABEL", "weight": "law", "status": "unknown", "holder": "product"},
    {"requirement": "PKG-EAN", "weight": "buyer", "status": "met", "holder": "product"},
    {"requirement": "LEG-KOP", "weight": "unconfirmed", "status": "missing", "holder": "firm"},
]


def test_a_few_exhibitors_are_judged_and_always_the_same() -> None:
    first, second = Expo(), Expo()
    assert judge_some("fair", first) == (2 * EXHIBITORS, 2 * EXHIBITORS)
    judge_some("fair", second)
    assert first.acts == second.acts
    products = {path.split("/")[3] for _, path, _, _ in first.acts if path.endswith("/review")}
    assert products == {f"P-{1 + number * EVERY:03}" for number in range(EXHIBITORS)}


def test_some_papers_are_rejected_with_a_reason_that_says_sample() -> None:
    expo = Expo()
    judge_some("fair", expo)
    verdicts = [(said, seen) for _, path, said, seen in expo.acts if path.endswith("/review")]
    assert verdicts[0] == ({"state": "rejected", "reason": REASON}, 3)
    assert verdicts[1] == ({"state": "checked", "reason": ""}, 3)
    assert "Contoh" in REASON


def test_what_still_blocks_is_stated_where_it_belongs_with_a_note_that_says_sample() -> None:
    expo = Expo()
    judge_some("fair", expo)
    stated = [(path, said, seen) for method, path, said, seen in expo.acts if method == "PUT"][:2]
    base = "editions/fair/readiness"
    said = {"state": "checked", "note": NOTE}
    assert stated == [
        (f"{base}/exhibitors/E-001/statements/LEG-NIB", said, 7),
        (f"{base}/products/P-001/statements/PKG-LABEL", said, 7),
    ]
    assert "Contoh" in NOTE


def test_what_was_judged_before_is_left_alone() -> None:
    expo = Expo()
    expo.paper_state = "checked"
    papers, _ = judge_some("fair", expo)
    assert papers == 0
