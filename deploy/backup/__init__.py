"""Keeping all there is: databases as of one moment, facts under way, the broker's queues."""
