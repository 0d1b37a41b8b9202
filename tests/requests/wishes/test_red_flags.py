"""Words that speak of danger, in the spellings that people use. A missed emergency is the worst thing this software can do."""

import pytest

from piano.kit.words import fold
from requests.wishes.red_flags import EMERGENCY, LANDLORD, MEDICAL, find_red_flags, is_emergency

EMERGENCIES = [
    "starke Schmerzen in der Brust seit einer Stunde",
    "Brustschmerzen",
    "habe Herzrasen und keine Luft",
    "ich bekomme keine Luft mehr",
    "Luftnot",
    "Atemnot",
    "sie ist bewußtlos",
    "BEWUSSTLOS",
    "bewustlos",
    "mein Mann ist umgekippt",
    "er ist gestürzt und blutet",
    "Mutter ist hingefallen",
    "sie liegt auf dem Boden und kommt nicht hoch",
    "kann nicht mehr aufstehen",
    "Schlaganfall",
    "er blutet sehr stark",
    "sie will sterben",
    "ich möchte nicht mehr leben",
    "Suizid",
    "es riecht im Treppenhaus stark nach Gas",
    "Gasgeruch im Keller",
    "es brennt in der Küche",
    "Feuer!",
    "Rauch im Flur",
    "er macht seit gestern nicht auf, man hört ihn rufen",
    "öffnet seit gestern nicht",
    "ohnmächtig geworden",
    "Verdacht auf Herzinfarkt",
    "zu viele Tabletten genommen",
    "mein Mann schlägt mich",
    "das ist ein Notfall",
    *("Papa atmet komisch", "sie atmet kaum noch", "schnappt nach Luft", "röchelt nur noch", "blaue Lippen"),
    *("Notfal", "Nottfall", "bewustlos", "bewußlos", "gestürtzt", "Herzinfakt", "Notafll", "112", "bitte Krankenwagen"),
    *("kommt alleine nicht mehr hoch", "ist die Treppe runtergefallen", "ist die Treppe gefallen, kommt nicht hoch"),
    *("vom Stuhl gefallen", "Regal ist mir auf den Kopf gefallen", "liegt seit heute früh in der Küche"),
    *("wacht nicht auf", "lässt sich nicht wecken", "rührt sich nicht", "niemand öffnet", "Rolläden unten"),
    *("Mund hängt schief", "redet wirr", "Druck in der Brust", "Arm taub, kalter Schweiß", "blutet am Kopf"),
    *("hat Spülmittel getrunken", "Unterzucker", "hier stinkts nach Gas", "in der Küche brennts", "riecht verbrannt"),
    *("will sich was antun", "ich mag nicht mehr leben", "mein Mann hat mich geschlagen", "steckt im Aufzug fest"),
    *("seit dem Schlaganfall heute früh spricht sie nicht", "letzte Woche im Krankenhaus, heute gestürzt"),
    *("sitzt auf der Treppe und kommt nicht mehr hoch", "Mutter war am Telefon, reagiert nicht mehr"),
    *(
        "wird blau",
        "ist ganz blau im Gesicht",
        "ich glaube, Opa ist tot",
        "Rauchmelder geht beim Nachbarn seit Stunden",
    ),
    *("demente Mutter weggelaufen", "zu viele Tabletten geschluckt", "kommt mit Messer und will rein"),
]
HARMLESS = [
    "Brot, Milch und ein Kasten Wasser",
    "Begleitung zur Augenärztin, Mutter spricht fast nur Türkisch",
    "Lampe im Flur wechseln, Birne kaputt",
    "Spaziergang am Wahlebach, allein traut sie sich nicht mehr",
    "möchte jemanden der ihr aus der Zeitung vorliest, Augen schlecht",
    "Gardinen aufhängen",
    *("Telefon ist tot", "die Wand wird blau gestrichen, Möbel rücken", "Mein Mann ist vor einem Jahr gestorben"),
    "kommt mit dem neuen Handy nicht zurecht",
    "ein Nachbar (82) ruft jeden Abend um Hilfe wegen Angst, nachts; ob man da regelmäßig anrufen kann",
    "Fenster putzen und Wäsche, Arm gebrochen",
    *("kommt die Treppe nicht mehr hoch, Einkauf tragen", "im Notfall Tochter anrufen", "notfalls auch Freitag"),
    *(
        "bin im Winter gestürzt, traue mich nicht raus",
        "seit dem Schlaganfall vor drei Jahren im Rollstuhl, Spaziergang",
    ),
    *("das Bild ist von der Wand gefallen", "Handy reagiert nicht mehr", "das Regal ist zusammengebrochen"),
    *("Durchmesser der Lampe 30 cm", "Messer und Gabeln kaufen", "die Birne brennt nicht", "Holländische Str. 112"),
    *("Können Sie mir einen Gefallen tun", "Enkel seit Weihnachten nicht gesehen, einsam", "Akku ist tot"),
    *("das Sozialamt antwortet nicht", "kann nicht so früh aufstehen, bitte erst ab 10", "Tabletten sind alle"),
    *("liegt im Krankenhaus, Katze füttern", "seit der Mann tot ist, so allein", "Fahrradreifen hat keine Luft"),
    *("Weihnachtsbaum besorgen", "Hausnotruf erklären", "Feuerwehrfest besuchen", "das Bein wird gestützt"),
    *("mit Hund zum Tierarzt", "Geburtstagskerzen kaufen", "Gasableser kommt, jemand soll da sein"),
    "",
]


@pytest.mark.parametrize("text", EMERGENCIES)
def test_an_emergency_is_read(text: str) -> None:
    assert is_emergency(text)


@pytest.mark.parametrize("text", [text.upper() for text in EMERGENCIES if "ß" not in text])
def test_capitals_do_not_hide_an_emergency(text: str) -> None:
    assert is_emergency(text)


@pytest.mark.parametrize("text", EMERGENCIES)
def test_written_out_umlauts_do_not_hide_an_emergency(text: str) -> None:
    plain = text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    assert is_emergency(plain)


@pytest.mark.parametrize("text", HARMLESS)
def test_everyday_wishes_raise_nothing(text: str) -> None:
    assert find_red_flags(text) == []


def test_the_second_text_is_read_too() -> None:
    assert is_emergency("Einkaufen", "sie bekommt keine Luft")


def test_two_harmless_texts_do_not_make_an_emergency_together() -> None:
    assert not is_emergency("sie kommt nicht", "hoch oben wohnt sie")


def test_the_most_dangerous_kind_comes_first() -> None:
    flags = find_red_flags("Wasser läuft von der Decke, und Vater ist bewusstlos")
    assert [flag.kind for flag in flags] == [EMERGENCY, LANDLORD]


@pytest.mark.parametrize(
    "text", ["Heizung kalt seit gestern", "Wasser läuft von der Decke", "der Aufzug ist kaputt", "Rauchmelder piept"]
)
def test_the_landlords_duty_is_named(text: str) -> None:
    assert [flag.kind for flag in find_red_flags(text)] == [LANDLORD]


def test_care_words_lead_to_the_doctor_line() -> None:
    assert [flag.kind for flag in find_red_flags("kann jemand die Insulinspritze geben")] == [MEDICAL]


def test_the_word_that_was_read_is_told() -> None:
    assert "nicht auf" in find_red_flags("er macht seit gestern nicht auf")[0].word


def test_folding_keeps_words_apart() -> None:
    assert fold("Groß – STRAẞE, Yıldız!") == "gross strasse yildiz"
