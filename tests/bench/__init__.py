"""How fast relvars is beside its peers, as ratios measured in one run."""
