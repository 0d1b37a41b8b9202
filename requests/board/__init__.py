"""„Heute im Quartier“: the helper's board, and the line above it."""
