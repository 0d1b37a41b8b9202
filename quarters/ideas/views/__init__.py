"""Pages of residents' own ideas: for everybody, for whoever runs one, for helpers, for the landlord's people."""
