"""The colours of `/verwaltung/`: ours, as in static/css/tokens.css, in the shades that the panel asks for."""

SHADES = (50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950)
FELT = {
    str(shade): f"oklch({light}% {colour} 166)"
    for shade, light, colour in zip(
        SHADES,
        (97, 94, 90, 85, 78, 56, 40, 36, 32, 29, 22),
        (0.012, 0.016, 0.03, 0.06, 0.08, 0.08, 0.069, 0.06, 0.055, 0.05, 0.04),
        strict=True,
    )
}
IVORY_TO_EBONY = {
    str(shade): f"oklch({light}% 0.012 85)"
    for shade, light in zip(SHADES, (98, 96, 92, 86, 72, 50, 42, 35, 27, 21, 16), strict=True)
}
