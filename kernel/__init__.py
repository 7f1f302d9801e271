"""The mechanism: bus, outbox, storage, service start-up, metrics, logs; no word of expos in it."""
