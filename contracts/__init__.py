"""The published language: the facts that services tell each other, one file per producer."""
