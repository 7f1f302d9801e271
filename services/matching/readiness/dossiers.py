"""Where readiness keeps what is said of firms, products and demands, and buyers' terms."""

from collections.abc import Sequence

from kernel.mongo import Mongo
from services.matching.readiness.model import Dossier, Terms


class Dossiers:
    """What is answered and stated of firms, products and demands."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._dossiers = mongo["readiness_dossiers"]

    async def get(self, id_: str) -> Dossier:
        """An empty one where nothing was said yet."""
        found = await self._dossiers.find_one({"_id": id_}, session=self._mongo.session)
        if found:
            return Dossier.model_validate(found)
        return Dossier(id=id_, edition=id_.split(":")[1])

    async def with_ids(self, ids: Sequence[str]) -> dict[str, Dossier]:
        """Those of some dossiers in which something was said."""
        found = self._dossiers.find({"_id": {"$in": list(ids)}})
        return {document["_id"]: Dossier.model_validate(document) async for document in found}

    async def save(self, dossier: Dossier) -> None:
        """Keep a dossier in place of its former version, in the transaction at hand."""
        await self._dossiers.replace_one(
            {"_id": dossier.id},
            dossier.model_dump(mode="json") | {"_id": dossier.id},
            upsert=True,
            session=self._mongo.session,
        )


class BuyersTerms:
    """What buyers add to the rules and waive."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._terms = mongo["readiness_terms"]

    async def get(self, buyer: str) -> Terms:
        """Empty ones where the buyer has said nothing."""
        found = await self._terms.find_one({"_id": buyer}, session=self._mongo.session)
        if found:
            return Terms.model_validate(found)
        return Terms(id=buyer, edition=buyer.split(":")[1])

    async def save(self, terms: Terms) -> None:
        """Keep terms in place of their former version, in the transaction at hand."""
        await self._terms.replace_one(
            {"_id": terms.id},
            terms.model_dump(mode="json") | {"_id": terms.id},
            upsert=True,
            session=self._mongo.session,
        )
