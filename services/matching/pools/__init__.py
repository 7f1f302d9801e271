"""The sub-room of pools: several cooperatives fill together what none of them can fill alone."""
