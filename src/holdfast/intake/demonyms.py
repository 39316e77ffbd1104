"""Countries and what is called after them: ‘Israel’ → ‘Israeli’, ‘Israelis’.

English names, adjectives and nouns as the CIA World Factbook has them (field *Nationality*), with the short forms that
news use. One line for each country: its names, an equals sign, the adjectives; nouns are made of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

_TABLE: Final = """
Afghanistan = Afghan
Albania = Albanian
Algeria = Algerian
Angola = Angolan
Argentina = Argentine, Argentinian
Armenia = Armenian
Australia = Australian
Austria = Austrian
Azerbaijan = Azerbaijani, Azeri
Bahrain = Bahraini
Bangladesh = Bangladeshi
Belarus = Belarusian
Belgium = Belgian
Benin = Beninese
Bolivia = Bolivian
Bosnia, Bosnia and Herzegovina = Bosnian
Botswana = Motswana, Botswanan
Brazil = Brazilian
Bulgaria = Bulgarian
Burkina Faso = Burkinabe
Burundi = Burundian
Cambodia = Cambodian
Cameroon = Cameroonian
Canada = Canadian
Central African Republic, CAR = Central African
Chad = Chadian
Chile = Chilean
China, People's Republic of China = Chinese
Colombia = Colombian
Congo, DRC, Democratic Republic of the Congo, Democratic Republic of Congo = Congolese
Costa Rica = Costa Rican
Croatia = Croatian, Croat
Cuba = Cuban
Cyprus = Cypriot
Czechia, Czech Republic = Czech
Denmark = Danish, Dane
Djibouti = Djiboutian
East Timor, Timor-Leste = East Timorese, Timorese
Ecuador = Ecuadorian
Egypt = Egyptian
El Salvador = Salvadoran
Eritrea = Eritrean
Estonia = Estonian
Ethiopia = Ethiopian
European Union, EU = European
Finland = Finnish, Finn
France = French, Frenchman
Gabon = Gabonese
Gambia, The Gambia = Gambian
Georgia = Georgian
Germany = German
Ghana = Ghanaian
Greece = Greek
Guatemala = Guatemalan
Guinea = Guinean
Haiti = Haitian
Honduras = Honduran
Hungary = Hungarian
Iceland = Icelandic, Icelander
India = Indian
Indonesia = Indonesian
Iran, Islamic Republic of Iran = Iranian
Iraq = Iraqi
Ireland = Irish
Israel = Israeli
Italy = Italian
Ivory Coast, Cote d'Ivoire, Côte d'Ivoire = Ivorian
Jamaica = Jamaican
Japan = Japanese
Jordan = Jordanian
Kazakhstan = Kazakh, Kazakhstani
Kenya = Kenyan
Kosovo = Kosovar, Kosovan
Kuwait = Kuwaiti
Kyrgyzstan = Kyrgyz, Kyrgyzstani
Laos = Lao, Laotian
Latvia = Latvian
Lebanon = Lebanese
Lesotho = Basotho
Liberia = Liberian
Libya = Libyan
Lithuania = Lithuanian
Luxembourg = Luxembourgish
Madagascar = Malagasy
Malawi = Malawian
Malaysia = Malaysian
Mali = Malian
Malta = Maltese
Mauritania = Mauritanian
Mexico = Mexican
Moldova = Moldovan
Mongolia = Mongolian
Montenegro = Montenegrin
Morocco = Moroccan
Mozambique = Mozambican
Myanmar, Burma = Burmese
Namibia = Namibian
Nepal = Nepali, Nepalese
Netherlands, The Netherlands = Dutch
New Zealand = New Zealander
Nicaragua = Nicaraguan
Niger = Nigerien
Nigeria = Nigerian
North Korea, DPRK = North Korean
North Macedonia = Macedonian
Norway = Norwegian
Oman = Omani
Pakistan = Pakistani
Palestine, State of Palestine = Palestinian
Panama = Panamanian
Papua New Guinea = Papua New Guinean
Paraguay = Paraguayan
Peru = Peruvian
Philippines, The Philippines = Philippine, Filipino
Poland = Polish, Pole
Portugal = Portuguese
Qatar = Qatari
Romania = Romanian
Russia, Russian Federation = Russian
Rwanda = Rwandan
Saudi Arabia = Saudi, Saudi Arabian
Senegal = Senegalese
Serbia = Serbian, Serb
Sierra Leone = Sierra Leonean
Singapore = Singaporean
Slovakia = Slovak
Slovenia = Slovenian, Slovene
Somalia = Somali
South Africa = South African
South Korea, Republic of Korea = South Korean
South Sudan = South Sudanese
Spain = Spanish, Spaniard
Sri Lanka = Sri Lankan
Sudan = Sudanese
Sweden = Swedish, Swede
Switzerland = Swiss
Syria = Syrian
Taiwan = Taiwanese
Tajikistan = Tajik, Tajikistani
Tanzania = Tanzanian
Thailand = Thai
Togo = Togolese
Tunisia = Tunisian
Turkey, Türkiye = Turkish, Turk
Turkmenistan = Turkmen
Uganda = Ugandan
Ukraine = Ukrainian
United Arab Emirates, UAE, Emirates = Emirati
United Kingdom, UK, Britain, Great Britain = British, Briton
United States, United States of America, US, USA, America = American
Uruguay = Uruguayan
Uzbekistan = Uzbek, Uzbekistani
Vatican, Holy See = Vatican
Venezuela = Venezuelan
Vietnam = Vietnamese
Yemen = Yemeni
Zambia = Zambian
Zimbabwe = Zimbabwean
"""


@cache
def demonyms() -> Mapping[str, tuple[str, ...]]:
    """For each name of a country, in lower case: what is called after it, the country's other names among it."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.strip().splitlines():
        left, _, right = line.partition(" = ")
        names, adjectives = left.split(", "), right.split(", ")
        words = [*adjectives, *(f"{one}s" for one in adjectives if not one.endswith(("s", "ese", "sh", "ch", "man")))]
        for name in names:
            found[name.casefold()] = tuple(dict.fromkeys([*words, *(one for one in names if one != name)]))
    return found
