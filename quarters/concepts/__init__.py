"""District concepts: kept by helpers and the landlord's people, printed as a paper, told to everybody in plain words."""
