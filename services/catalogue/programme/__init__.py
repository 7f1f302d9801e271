"""The programme of an edition: talks and events, when and where, entered by the office."""
