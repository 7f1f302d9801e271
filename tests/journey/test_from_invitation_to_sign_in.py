"""An organiser asks somebody in; a real letter arrives; its link lets that person in."""

import re

from deploy.local.backends import Backends
from tests.integration.gateway.running import ORGANISER, Gateway
from tests.integration.notifications.running import MailServer
from tests.integration.notifications.running import Room as Notifications
from tests.integration.notifications.test_mail import has, text
from tests.names import database_names, virtual_host
from tests.waiting import until

SRI = "sri@koperasi.invalid"
PASSWORD = "Tempe panggang di atas bukit"


async def test_a_letter_leads_from_the_office_to_the_inside(backends: Backends) -> None:
    async with (
        virtual_host(backends) as amqp_url,
        database_names(backends.mongo_url) as database,
        MailServer() as mail,
        Notifications(
            mongo_url=backends.mongo_url,
            amqp_url=amqp_url,
            database=f"{database}_notifications",
            smtp_url=f"smtp://127.0.0.1:{mail.port}",
        ) as notifications,
        Gateway(
            mongo_url=backends.mongo_url,
            amqp_url=amqp_url,
            database=f"{database}_gateway",
            notifications_url=f"http://127.0.0.1:{notifications.settings.port}",
        ) as gateway,
    ):
        given = {"email": SRI, "name": "Bu Sri", "role": "organiser"}
        bearer = await gateway.bearer(ORGANISER)
        async with gateway.client.post("/api/v1/invitations", json=given, headers=bearer) as answer:
            assert answer.status == 201
        await until(has(mail, 1))
        [key] = re.findall(r"/undangan\?kunci=(\S+)", text(mail, SRI))
        accepted = {"key": key, "name": "Sri Wahyuni", "language": "id", "password": PASSWORD}
        async with gateway.client.post("/api/v1/invitations/acceptance", json=accepted) as answer:
            assert answer.status == 200
        who = {"email": SRI, "password": PASSWORD}
        async with gateway.client.post("/api/v1/sessions", json=who) as answer:
            assert answer.status == 201
