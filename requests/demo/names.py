"""Names as varied as the city: (given names of women, of men, family names of women, of men, language, weight)."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """People who share a language at home. Some languages give women another form of the family name."""

    language: str
    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    families_of_women: tuple[str, ...] = ()


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace("_", " ").split(",")) if "," in text else tuple(text.split())


GROUPS = (
    Group(
        "de",
        58,
        _words("Ilse Hannelore Renate Waltraud Ingrid Charlotte Marlene Herta Gisela Ursula Brigitte Elfriede Christa Helga Edith Rosemarie Monika Karin"),
        _words("Wolfgang Dieter Karl-Heinz Jürgen Ralf Horst Günter Manfred Heinz Werner Klaus Helmut Gerhard Rolf Siegfried Bernd"),
        _words("Ackermann,Böttcher,Dietrich,Eisenberg,Fröhlich,Gerlach,Hartwig,Iffland,Jungheim,Kördel,Lückert,Möller,Naumann,Oppermann,Paulus,Quast,Rüppel,Schäfer,Trieschmann,Umbach,Vaupel,Wicke,Ziegler,von_der_Au,Groß,Weiß"),
    ),
    Group("tr", 10, _words("Emine Fatma Ayşe Sevgi Gülşen Zeynep Hatice"), _words("Mehmet Hüseyin Ali Mustafa İbrahim Yusuf"), _words("Yıldız Öztürk Demir Şahin Kılıç Aydın Çelik")),
    Group("ru", 9, _words("Galina Ljudmila Olga Nina Valentina Irina"), _words("Viktor Alexander Waldemar Eugen Sergej"), _words("Weber Schmidt Iwanow Petrow Sokolow Neumann"), _words("Weber Schmidt Iwanowa Petrowa Sokolowa Neumann")),
    Group("uk", 6, _words("Olena Oksana Natalija Halyna"), _words("Mykola Andrij Petro"), _words("Kovalenko Schewtschuk Bondarenko Tkatschenko")),
    Group("ar", 6, _words("Amina Fadia Samira Layla"), _words("Mustafa Khaled Omar Nabil"), _words("Al-Khatib,Haddad,Mansour,Al_Sayed")),
    Group("bg", 4, _words("Bistra Radka Elena"), _words("Georgi Iwan Stojan"), _words("Dimitrov Petkov Todorov"), _words("Dimitrova Petkova Todorova")),
    Group("pl", 4, _words("Danuta Halina Krystyna"), _words("Kazimierz Zbigniew Marek"), _words("Nowak Kowalski Wójcik"), _words("Nowak Kowalska Wójcik")),
    Group("so", 2, _words("Amina Hodan"), _words("Abdi Farah"), _words("Hassan Warsame")),
    Group("fa", 1, _words("Maryam"), _words("Ahmad"), _words("Rahimi Karimi")),
)  # fmt: skip


def draw_name(dice: random.Random) -> tuple[str, str, str, str]:
    """Salutation, given name, family name, language."""
    group = dice.choices(GROUPS, weights=[group.weight for group in GROUPS])[0]
    if dice.random() < 0.62:
        return "Frau", dice.choice(group.women), dice.choice(group.families_of_women or group.families), group.language
    return "Herr", dice.choice(group.men), dice.choice(group.families), group.language
