"""How the rooms come up: on one machine, in containers, on a cluster; and how they are watched."""
