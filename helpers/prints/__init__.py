"""What of the rota is printed: rows become sheets of plain values; `piano.kit.printing` sets them."""
