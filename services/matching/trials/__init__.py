"""The sub-room of trials: what would fit a demand, of very many offers, before it is posted."""
