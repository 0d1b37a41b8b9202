"""Who somebody is to us and how one reaches her: residents, trusted persons, guardians, languages, ways."""
