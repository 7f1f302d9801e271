"""What a person may choose when starting the stack, from the environment of `make run`."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.local.ports import FIRST_BASE, Ports, read_base
from deploy.local.trouble import SetupError

SAMPLES = ("uve-2021", "h2o-2022")
NO_SAMPLE = "none"


@dataclass(frozen=True)
class Choices:
    """PENDOPO_BASE_PORT, SAMPLE, MONGO_URL, AMQP_URL and GATEWAY_DEMO_PASSWORD."""

    base_port: int = FIRST_BASE
    sample: str = SAMPLES[0]
    mongo_url: str = ""
    amqp_url: str = ""
    demo_password: str = "pendopo-contoh"  # noqa: S105  (published on purpose: sample data only)

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "Choices":
        return cls(
            base_port=read_base(env.get("PENDOPO_BASE_PORT", str(cls.base_port))),
            sample=known_sample(env.get("SAMPLE", cls.sample)),
            mongo_url=env.get("MONGO_URL", ""),
            amqp_url=env.get("AMQP_URL", ""),
            demo_password=env.get("GATEWAY_DEMO_PASSWORD", cls.demo_password),
        )

    @property
    def ports(self) -> Ports:
        return Ports.above(self.base_port)

    def ports_needed(self) -> dict[str, int]:
        """The ports this start will open: none for a backend whose address was given."""
        owners = ["mail", "gateway", "catalogue", "matching", "notifications"]
        if not self.amqp_url:
            owners += ["rabbitmq", "epmd"]
        if not self.mongo_url:
            owners.append("mongod")
        return self.ports.of(*owners)


def known_sample(name: str) -> str:
    if name in (*SAMPLES, NO_SAMPLE):
        return name
    raise SetupError(
        f"There is no sample expo {name!r}; there are {', '.join(SAMPLES)} and {NO_SAMPLE}.",
        f"SAMPLE={SAMPLES[0]} make run",
    )
