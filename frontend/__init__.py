"""Brings third-party assets from npm into the gateway, with their licences, the font made small."""
