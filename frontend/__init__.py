"""Brings third-party assets from npm into the gateway: named files, their licences, a smaller font."""
