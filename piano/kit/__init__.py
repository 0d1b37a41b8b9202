"""The bottom room: clock, errors, encrypted fields, retention, forms sent once. Knows no domain; everybody may import it."""
