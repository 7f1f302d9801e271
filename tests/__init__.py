"""Tests: unit mirrors the source; contract, integration, journey, browser and faults run it all."""
