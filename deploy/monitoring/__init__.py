"""What is watched: alert rules, dashboards and how they are drawn."""
