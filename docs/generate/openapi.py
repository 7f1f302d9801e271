"""docs/openapi.json: the whole API as the gateway answers it, made from the four services."""

import copy
from typing import Any

from kernel.settings import ServiceSettings
from services.catalogue.app import create as catalogue
from services.catalogue.settings import CatalogueSettings
from services.gateway.app import create as gateway
from services.gateway.openapi.merging import merged
from services.gateway.settings import GatewaySettings
from services.matching.app import create as matching
from services.matching.settings import MatchingSettings
from services.notifications.app import create as notifications
from services.notifications.settings import NotificationsSettings

_CREATE: dict[str, tuple[Any, type[ServiceSettings]]] = {
    "catalogue": (catalogue, CatalogueSettings),
    "gateway": (gateway, GatewaySettings),
    "matching": (matching, MatchingSettings),
    "notifications": (notifications, NotificationsSettings),
}
_NOWHERE: dict[str, Any] = {"mongo_url": "mongodb://127.0.0.1:1", "amqp_url": "amqp://127.0.0.1:1"}


def api() -> dict[str, Any]:
    """The merged document; services are put together for it, and connect to nothing."""
    documents = {}
    for name, (create, settings) in _CREATE.items():
        service = create(settings(**_NOWHERE))
        documents[name] = copy.deepcopy(service.app.openapi())
        service.mongo.close()
    return merged(documents)
