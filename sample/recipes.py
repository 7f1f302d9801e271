"""The sets that can be made: how big, on which event they are modelled, and what is made up."""

from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True)
class Hall:
    """A hall of the expo; one that is online has no stands."""

    code: str
    name: str
    stands: int
    online: bool


@dataclass(frozen=True)
class Recipe:
    """One set: the edition it opens and how many exhibitors and products take part in it.

    `event` names the rows of event_facts.csv it is modelled on, `cooperatives` is the share of
    exhibitors that are cooperatives, `products` what all of them bring together.
    """

    id: str
    event: str
    name: str
    name_en: str
    starts: date
    ends: date
    venue: str
    halls: tuple[Hall, ...]
    exhibitors: int
    cooperatives: float
    products: int
    made_up: tuple[str, ...]

    @property
    def stands(self) -> tuple[str, ...]:
        """The stands on the floor, hall by hall: A-01, A-02, …"""
        return tuple(
            f"{hall.code}-{number:02}"
            for hall in self.halls
            for number in range(1, hall.stands + 1)
        )

    def edition(self) -> dict[str, object]:
        """The body that opens this edition through the API."""
        return {
            "id": self.id,
            "name": self.name,
            "name_en": self.name_en,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "venue": self.venue,
            "halls": [asdict(hall) for hall in self.halls],
            "is_sample": True,
        }


H2O_2022 = Recipe(
    id="h2o-2022",
    event="Harkop Hybrid Expo (H2O) 2022",
    name="Harkop Hybrid Expo (H2O) Jawa Tengah 2022 (contoh)",
    name_en="Harkop Hybrid Expo (H2O) Central Java 2022 (sample)",
    starts=date(2022, 7, 26),
    ends=date(2022, 7, 28),
    venue="Gedung Gradhika Bhakti Praja, Semarang",
    halls=(
        Hall("A", "Aula Utama", 25, online=False),
        Hall("B", "Selasar Timur", 20, online=False),
        Hall("D", "Balai Daring", 0, online=True),
    ),
    exhibitors=100,
    cooperatives=1.0,
    products=600,
    made_up=(
        "Halls and stands.",
        "100 cooperatives, 55 of them online: newspapers give 45 on site and do not agree on the "
        "rest (55 cooperatives with 333 products in all in two of them).",
        "600 products, six each.",
    ),
)

UVE_2021 = Recipe(
    id="uve-2021",
    event="UKM Virtual Expo 2021",
    name="UKM Virtual Expo Jawa Tengah 2021 (contoh)",
    name_en="Central Java UKM Virtual Expo 2021 (sample)",
    starts=date(2021, 11, 10),
    ends=date(2021, 11, 12),
    venue="Daring",
    halls=(Hall("D", "Mal Daring", 0, online=True),),
    exhibitors=407,
    cooperatives=0.35,
    products=4159,
    made_up=(
        "The days: only the year is known.",
        "The hall, and that 35 % of the exhibitors are cooperatives.",
    ),
)

RECIPES = {recipe.id: recipe for recipe in (H2O_2022, UVE_2021)}
