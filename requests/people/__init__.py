"""What changes between people: keeping somebody away, suspending, taking an agreement back, farewells."""
