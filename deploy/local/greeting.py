"""The last words of `make run`: where to look and how to sign in."""

from deploy.local.broker import USER
from deploy.local.choices import Choices
from deploy.local.places import State

DEMO_ACCOUNTS = {
    "organiser": "penyelenggara@pendopo.invalid",
    "visitor": "pengunjung@pendopo.invalid",
    "operations": "ops@pendopo.invalid",
}


def greeting(choices: Choices, state: State) -> str:
    ports = choices.ports
    rows = {
        "the expo": f"http://127.0.0.1:{ports.gateway}/",
        "caught mail": f"http://127.0.0.1:{ports.mail_page}/",
        **DEMO_ACCOUNTS,
        "everyone's password": choices.demo_password,
    }
    if not choices.amqp_url:
        password = f"user {USER}, password in {state.broker / 'password'}"
        rows["RabbitMQ"] = f"http://127.0.0.1:{ports.rabbitmq_management}/  ({password})"
    lines = [f"  {name:20} {value}" for name, value in rows.items()]
    return "\n".join(["", "Pendopo runs.", *lines, "Ctrl-C, or `make stop` elsewhere, ends it."])
