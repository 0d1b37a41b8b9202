"""Turns of speech that name a danger and mean none: „das Bild ist von der Wand gefallen“, „nach dem Schlaganfall vor drei Jahren“.

Pure patterns over folded text. They are taken out before danger is read, so each is narrow: between its words stand
only words that are named here, since a wide gap could swallow a real emergency. When in doubt, leave it out: a rare
false alarm is fine.
"""

DEVICES = r"(computer|pc|rechner|laptop|tablet|handy|smartphone|fernseh\w*|drucker|router|internet|fernbedienung)"
THINGS = (
    rf"((?<!vom )(?<!von )(?<!dem )(?<!den )(?<!mit der )({DEVICES}|bild\w*|schrank|regal\w*|gardine\w*|vorhang\w*|lampe\w*|teppich\w*"
    r"|baum|ast|blumen\w*|vase|tasse|teller|zaun|schluessel|brille|schild|karton\w*|kiste\w*|laub|schnee|paket\w*|fliese\w*|griff|knopf))"
)
PARTS = (
    r"( (ist|sind|war|hat|mir|uns|von|der|die|das|dem|den|aus|vom|im|in|am|auf|liegt|liegen"
    r"|wand|decke|keller|flur|kueche|wohnzimmer|garten|hof|boden|gestern|heute|ganz|wieder|schon|einfach))*"
)
OFFICES = r"(\w*amt|jobcenter|behoerde|\w*kasse|versicherung|vermieter|hausverwaltung|gwg|firma|praxis|schule|bank)"
SEASON = r"(fruehjahr|sommer|herbst|winter)"
LONG_AGO = rf"(vor (\w+ ){{0,2}}(jahr|monat|woche)\w*|(letzt|vorig|vergangen)\w* (jahr|monat|woche|{SEASON})|im {SEASON}|frueher|damals)"
BETWEEN = (
    r"( (schwer|boes\w*|zweimal|einmal|mal|auf|der|dem|die|im|treppe|strasse|bad|garten"
    r"|einen|ein|hatte|ist|war|bin|hat|ich|er|sie|schon))*"
)
ILLNESS = r"(schlag ?anfall|hirnschlag|herz ?infarkt|infarkt|thrombose|embolie|stroke)"
FALLEN = r"(gestuerzt|hingefallen|ausgerutscht|gefallen)"
NOT_NOW = r"(?!( \w+){0,3} (heute|eben|gerade|vorhin|gestern|jetzt|ploetzlich|stunde\w*|minute\w*)\b)"
HER = r"(dem|einem|ihrem|seinem|meinem|der|einer|ihrer|seiner|meiner|a|my|her|his|the)"

CALM_PATTERNS = (
    rf"\b{THINGS}{PARTS} (umgekippt|umgefallen|zusammen ?gebrochen|(he)?(runter|ab|hin)?gefallen|\w*gestuerzt|auf dem boden)\b",
    rf"\b({DEVICES}|{OFFICES})( seit \w+)? (reagiert|antwortet|ruehrt|bewegt|oeffnet)( sich| mir| uns| auf \w+ \w+)?"
    r" (nicht|nich|nimmer|kaum)( mehr)?\b",
    rf"\b{OFFICES}( ist| seit| tagen| wochen)* nicht (mehr )?(erreichbar|ans telefon)\b",
    r"\b(\w*reifen|fahrrad|rad|rollstuhl|ball)( am| im| vom| aufpumpen| hat| haben| fahrrad| rollstuhl| rollator)*"
    r" (keine|kaum|wenig) luft\b",
    rf"\b(seit|nach)( {HER})? {ILLNESS}( {LONG_AGO})?\b{NOT_NOW}",
    rf"\b{LONG_AGO}{BETWEEN} ({ILLNESS}|{FALLEN})\b|\b({ILLNESS}|{FALLEN})( war)? {LONG_AGO}\b",
    r"\bseit (\w+ ){0,2}(jahr\w*|monat\w*|geburt|unfall|(19|20)\d\d) (halbseitig )?gelaehmt\b",
    r"\b(?<!der )(treppe\w*|stufen|stock\w*|etage\w*|berg)"
    r"( (nicht|mehr|allein|alleine|kaum|schlecht|so|gut|noch|selbst|nur|schwer))* (hoch|rauf|runter)\b",
    r"\b(im|fuer|fuer den|fuer einen|bei|kein|keine) (notfall|notfaelle\w*)\b|\bin notfaellen\b",
    r"\b(ein|einen|einem|eines|keinen|kleinen|grossen|gut|besser) gefallen\b|\b(frueh|zeitig) aufstehen\b",
    r"\b(gruppe|selbsthilfegruppe|vortrag|kurs|beratung|krimi)( \w+){0,2} (gewalt|mord|einbruch\w*|suizid\w*|missbrauch|feuer)\b",
    r"\banfall (von|der) \w+|\bmesser (und|oder) (gabel|loeffel|schere)\w*|\bautomat( \w+){0,3} verschluckt\b",
    r"\bfire (safety|alarm|place|extinguisher|drill|insurance|wood)\b|\bfell behind\b|\b(112|110)( \w+){0,2} (ein)?speicher\w*",
)
