"""Which kind of help some words speak of. Pure; for lines of a list on paper, where nobody can be asked.

The first pattern that fits wins, so the narrow ones stand before the wide ones. Text is folded as for red flags.
"""

import re

from piano.kit.words import fold

KINDS = (
    ("call", r"(regelmaessig|taegl\w*|jeden (tag|abend|morgen)|abends)( \w+){0,6} (anruf|anzurufen|telefon)\w*|(anruf|anrufe)\b( \w+){0,6} (ob|bei)|sicherheits ?anruf|telefonkette|ruft( \w+){0,4} angst"),
    ("relief", r"(nicht|nie) (lange )?allein\w*( \w+){0,2} (bleiben|lassen|sein)|(demenz|dement)\w*|aufpassen|beaufsichtig\w*|(pflegt|pflege) (selbst )?(meine|seine|ihre|den|die)( \w+){0,3} (pause|frei|auszeit)|entlastung\w*|angehoerige"),
    ("lang", r"uebersetz\w*|dolmetsch\w*|elternabend|sprachmittl\w*"),
    ("pets", r"(blumen|pflanzen)( \w+){0,4} (giess\w*|versorg\w*)|(giess\w*)( \w+){0,4} (blumen|pflanzen)|(post|briefkasten)( \w+){0,2} (leer\w*|hol\w*)|(katze|hund|kater|vogel|wellensittich|hamster|kaninchen|tier)\w*( \w+){0,5} (fuetter\w*|versorg\w*|ausfuehr\w*|gassi|spazieren|rausgeh\w*)|gassi|(fuetter\w*)"),
    ("shop", r"einkauf\w*|einzukaufen|besorg\w*|supermarkt|lebensmittel|getraenke ?kiste|wocheneinkauf|apotheke( \w+){0,3} (hol|abhol)\w*|katzenfutter"),
    ("walk", r"spazier\w*|an die (frische )?luft|raus ?gehen|bewegung draussen|rollstuhl( \w+){0,3} schieben"),
    ("read", r"vor ?lies\w*|vor ?les\w*|zeitung( \w+){0,3} les\w*"),
    ("tech", r"handy|smartphone|computer|laptop|tablet|internet|fernseh\w*|wlan|router|drucker|video ?(anruf|telefonie)|e ?mail|fernbedienung|telefon( \w+){0,4} (einricht|geht nicht|kaputt|versteh|zurecht)\w*"),
    ("forms", r"(brief|bescheid|post|schreiben|formular|antrag|unterlagen)\w*( \w+){0,6} (nicht )?(versteh|verstanden|ausfuell|lesen|erklaer|beantwort|helf|hilfe)\w*|formular\w*|antrag\w*|ausfuell\w*|papierkram|behoerdenpost"),
    ("auth", r"(termin|begleit\w*|mit ?(gehen|kommen|geht|kommt)|gang|weg)( \w+){0,5} (jobcenter|job center|amt|aemter\w*|sozialamt|rathaus|buergerbuero|behoerde|auslaenderbehoerde|wohngeld\w*|arbeitsagentur|krankenkasse|bank|versorgungsamt|standesamt)|jobcenter|(zum|zur|aufs|ins) (amt|sozialamt|rathaus|buergerbuero|behoerde|auslaenderbehoerde)"),
    ("doc", r"(zum|zur|beim|bei der|vom|ins|in die) (\w*arzt|\w*aerztin|praxis|klinik|klinikum|krankenhaus|augen\w*|zahn\w*|haus\w*arzt|hno|orthopaed\w*|kardiolog\w*|therapie|krankengymnastik|physio\w*|untersuchung)|(arzt|aerztin|praxis|untersuchung)\w*|begleit\w*( \w+){0,4} (klinik|krankenhaus)\w*|\w+(arzt|aerztin)\b"),
    ("ride", r"fahr(t|en|dienst|er|e|gelegenheit)?\b|auto|hinbringen|abholen|chauffier\w*|mitfahr\w*|taxi"),
    ("garden", r"schnee|laub|garten|vorgarten|balkon\w*|rasen|hecke|unkraut|harken|beet\w*"),
    ("house", r"putz\w*|waesche|waschen|buegel\w*|staub ?saug\w*|haushalt\w*|sauber ?mach\w*|fenster|wisch\w*|aufraeum\w*|bett( \w+){0,2} bezieh\w*|kehr\w*|treppenhaus( \w+){0,2} (putz|wisch)\w*"),
    ("fix", r"(lampe|birne|gluehbirne|gardine|vorhang|regal|bild|nagel|schrauben?|moebel|schrank|dichtung|griff|tuer ?klinke|batterie\w*)n?\b|gardinen|aufhaeng\w*|anbring\w*|aufbau\w*|zusammen ?bau\w*|montier\w*|klein\w* (reparatur|handgriff)\w*|\bleiter\b|handwerk\w*"),
    ("cook", r"koch\w*|mittagstisch|mittagessen|backen|gemeinsam\w* essen|zusammen (essen|kochen)|kuchen"),
    ("visit", r"besuch\w*|einsam\w*|(so )?allein\b|gesellschaft|unterhalt\w*|gespraech\w*|zum reden|reden\b|kaffee ?trinken|kaffee|karten ?spielen|spiele\w*|gesellig\w*|jemand\w* zum"),
    ("call", r"anruf\w*|anzurufen|telefon\w*"),
)  # fmt: skip
COMPILED = tuple((code, re.compile(pattern)) for code, pattern in KINDS)


def kind_of_words(text: str) -> str:
    """The code of the category, or "" when the words name none."""
    folded = fold(text)
    return next((code for code, pattern in COMPILED if pattern.search(folded)), "")
