"""Which environment variables each service reads, as its settings say."""

from pydantic import AliasChoices

from kernel.settings import ServiceSettings
from services.catalogue.settings import CatalogueSettings
from services.gateway.settings import GatewaySettings
from services.matching.settings import MatchingSettings
from services.notifications.settings import NotificationsSettings

SETTINGS: dict[str, type[ServiceSettings]] = {
    "gateway": GatewaySettings,
    "catalogue": CatalogueSettings,
    "matching": MatchingSettings,
    "notifications": NotificationsSettings,
}


def variables(settings: type[ServiceSettings]) -> set[str]:
    """The names that a settings class looks for; with a prefix but for what all services share."""
    prefix = settings.model_config["env_prefix"]
    aliases = {name: field.validation_alias for name, field in settings.model_fields.items()}
    return {
        str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"{prefix}{name}".upper()
        for name, alias in aliases.items()
    }


def port(room: str) -> int:
    """Where a room listens when it is told nothing else."""
    return int(SETTINGS[room].model_fields["port"].default)
