"""Where the rules in force are kept: those that came with the installation, and the office's."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from pymongo import ReplaceOne, ReturnDocument

from kernel.clock import now
from kernel.logs import logger
from kernel.mongo import Document, Mongo
from kernel.problems import NotFound
from services.matching.readiness.faults import RulesRefused
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.model import RuleForm
from services.matching.readiness.reading import shipped_rules
from services.matching.readiness.rulebook import EVERYTHING, Reach, RuleBook, touched_by
from services.matching.readiness.store import Shelf


class KeptRule(BaseModel):
    """A requirement with all its versions by date; `edited` once the office has changed it."""

    model_config = ConfigDict(frozen=True)

    code: str
    versions: tuple[RuleForm, ...]
    version: int = 1
    edited: bool = False


class RuleChange(KeptRule):
    """A requirement as it was kept at some time, with who changed it.

    `revision` numbers the changes of all rules; it made `goods` due in `markets`, None for all, of
    which `waiting` still are.
    """

    by: str
    at: datetime
    revision: int = 0
    goods: int = 0
    markets: tuple[str, ...] | None = None
    waiting: int = 0


class Rules:
    """The rules of this installation, and the book that is made of them."""

    def __init__(self, mongo: Mongo, shelf: Shelf) -> None:
        self._mongo, self._shelf = mongo, shelf
        self._book: RuleBook | None = None

    async def ensure(self) -> None:
        """Bring in the rules that came with the installation, but for those the office changed."""
        await self._mongo["rule_changes"].create_index([("code", 1), ("version", -1)])
        await self._mongo.transaction(self._seed)

    async def _seed(self) -> None:
        kept = await self._kept()
        seeds = _versions_by_code(shipped_rules().forms)
        news = [
            KeptRule(code=code, versions=versions, version=_version_after(kept.get(code)))
            for code, versions in seeds.items()
            if code not in kept or (not kept[code].edited and kept[code].versions != versions)
        ]
        if not news:
            return
        try:
            _book({**kept, **{rule.code: rule for rule in news}}, 0)
        except RulesRefused as refusal:
            logger.error("the rules of this release are left out", problem=refusal.problem())
            return
        await self.save(news, by="")

    async def current(self) -> RuleBook:
        """The book of the rules as they are kept now."""
        number = await self._number()
        if self._book is None or self._book.number != number:
            self._book = _book(await self._kept(), number)
        return self._book

    async def _number(self) -> int:
        found = await self._mongo["rulebook"].find_one(
            {"_id": "rules"}, session=self._mongo.session
        )
        return found["number"] if found else 0

    async def _kept(self) -> dict[str, KeptRule]:
        found = self._mongo["rules"].find(session=self._mongo.session).sort("_id", 1)
        return {document["_id"]: KeptRule.model_validate(document) async for document in found}

    async def all(self) -> list[KeptRule]:
        """All requirements by code."""
        return list((await self._kept()).values())

    async def get(self, code: str) -> KeptRule:
        """Raises NotFound."""
        found = (await self._kept()).get(code)
        if found is None:
            raise NotFound(
                f"Tidak ada persyaratan “{code}”.",
                f"There is no requirement “{code}”.",
                code="no-rule",
            )
        return found

    async def with_rule(self, rule: KeptRule) -> RuleBook:
        """The book as it would be with this one in it. Raises RulesRefused, in rows from 1 on."""
        others = {code: kept for code, kept in (await self._kept()).items() if code != rule.code}
        return _book({rule.code: rule, **others}, 0)

    async def touched_by(self, rules: Sequence[KeptRule]) -> Reach:
        """The goods and markets that requirements concern, as they are kept or as these would be.

        Everything where a market gets rules of its own or loses its last: each of them is
        summed up for every market that has some.
        """
        kept = await self._kept()
        after = {**kept, **{rule.code: rule for rule in rules}}
        if _markets(kept) != _markets(after):
            return EVERYTHING
        forms = (form for rule in (*kept.values(), *rules) for form in rule.versions)
        return touched_by({rule.code for rule in rules}, forms)

    async def save(self, rules: Sequence[KeptRule], by: str) -> None:
        """Keep requirements and who changed them; the goods that they concern become due.

        Within a transaction.
        """
        moment, session = now(), self._mongo.session
        reach = await self.touched_by(rules)
        await self._mongo["rules"].bulk_write(
            [ReplaceOne({"_id": rule.code}, _document(rule), upsert=True) for rule in rules],
            session=session,
        )
        book = await self._mongo["rulebook"].find_one_and_update(
            {"_id": "rules"},
            {"$inc": {"number": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        goods = await self._shelf.touch_reached(reach, book["number"], moment.date())
        markets = reach.marks and sorted(reach.marks)
        said = {"by": by, "at": moment, "revision": book["number"]}
        said |= {"goods": goods, "markets": markets}
        await self._mongo["rule_changes"].insert_many(
            [rule.model_dump(mode="json") | said for rule in rules], session=session
        )

    async def history(self, code: str, limit: int) -> list[RuleChange]:
        """How a requirement was changed, the latest first, and how far each change has got."""
        found = self._mongo["rule_changes"].find({"code": code}).sort("version", -1).limit(limit)
        changes = [RuleChange.model_validate(document) async for document in found]
        waiting = await self._shelf.waiting_for([change.revision for change in changes])
        return [
            change.model_copy(update={"waiting": waiting.get(change.revision, 0)})
            for change in changes
        ]


def _markets(kept: Mapping[str, KeptRule]) -> set[str]:
    return {mark for rule in kept.values() for form in rule.versions for mark in form.markets}


def _version_after(kept: KeptRule | None) -> int:
    return kept.version + 1 if kept else 1


def _versions_by_code(forms: Sequence[RuleForm]) -> dict[str, tuple[RuleForm, ...]]:
    found: dict[str, tuple[RuleForm, ...]] = {}
    for form in forms:
        found[form.code] = (*found.get(form.code, ()), form)
    return found


def _book(kept: Mapping[str, KeptRule], number: int) -> RuleBook:
    """Raises RulesRefused."""
    return RuleBook(lexicon(), [form for rule in kept.values() for form in rule.versions], number)


def _document(rule: KeptRule) -> Document:
    return {"_id": rule.code, **rule.model_dump(mode="json")}
