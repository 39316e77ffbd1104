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
Andorra = Andorran
Angola = Angolan
Antigua and Barbuda = Antiguan
Argentina = Argentine, Argentinian
Armenia = Armenian
Australia = Australian
Austria = Austrian
Azerbaijan = Azerbaijani, Azeri
Bahamas, The Bahamas = Bahamian
Bahrain = Bahraini
Bangladesh = Bangladeshi
Barbados = Barbadian
Belarus = Belarusian
Belgium = Belgian
Belize = Belizean
Benin = Beninese
Bhutan = Bhutanese
Bolivia = Bolivian
Bosnia, Bosnia and Herzegovina = Bosnian
Botswana = Motswana, Botswanan
Brazil = Brazilian
Brunei = Bruneian
Bulgaria = Bulgarian
Burkina Faso = Burkinabe
Burundi = Burundian
Cambodia = Cambodian
Cameroon = Cameroonian
Canada = Canadian
Cape Verde = Cape Verdean
Central African Republic, CAR = Central African
Chad = Chadian
Chile = Chilean
China, People's Republic of China = Chinese
Colombia = Colombian
Comoros = Comoran
Congo, DRC, Democratic Republic of the Congo, Democratic Republic of Congo = Congolese
Costa Rica = Costa Rican
Croatia = Croatian, Croat
Cuba = Cuban
Cyprus = Cypriot
Czechia, Czech Republic = Czech
Denmark = Danish, Dane
Djibouti = Djiboutian
Dominica = Dominican
Dominican Republic = Dominican
East Timor, Timor-Leste = East Timorese, Timorese
Ecuador = Ecuadorian
Egypt = Egyptian
El Salvador = Salvadoran
Equatorial Guinea = Equatorial Guinean
Eritrea = Eritrean
Estonia = Estonian
Eswatini = Swazi
Ethiopia = Ethiopian
European Union, EU = European
Fiji = Fijian
Finland = Finnish, Finn
France = French, Frenchman
Gabon = Gabonese
Gambia, The Gambia = Gambian
Georgia = Georgian
Germany = German
Ghana = Ghanaian
Greece = Greek
Grenada = Grenadian
Guatemala = Guatemalan
Guinea = Guinean
Guinea-Bissau = Bissau-Guinean
Guyana = Guyanese
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
Kiribati = I-Kiribati
Kosovo = Kosovar, Kosovan
Kuwait = Kuwaiti
Kyrgyzstan = Kyrgyz, Kyrgyzstani
Laos = Lao, Laotian
Latvia = Latvian
Lebanon = Lebanese
Lesotho = Basotho
Liberia = Liberian
Libya = Libyan
Liechtenstein = Liechtensteiner
Lithuania = Lithuanian
Luxembourg = Luxembourgish
Madagascar = Malagasy
Malawi = Malawian
Malaysia = Malaysian
Maldives = Maldivian
Mali = Malian
Malta = Maltese
Marshall Islands = Marshallese
Mauritania = Mauritanian
Mauritius = Mauritian
Mexico = Mexican
Micronesia = Micronesian
Moldova = Moldovan
Monaco = Monegasque
Mongolia = Mongolian
Montenegro = Montenegrin
Morocco = Moroccan
Mozambique = Mozambican
Myanmar, Burma = Burmese
Namibia = Namibian
Nauru = Nauruan
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
Palau = Palauan
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
Saint Lucia = Saint Lucian
Samoa = Samoan
San Marino = Sammarinese
Saudi Arabia = Saudi, Saudi Arabian
Senegal = Senegalese
Serbia = Serbian, Serb
Seychelles = Seychellois
Sierra Leone = Sierra Leonean
Singapore = Singaporean
Slovakia = Slovak
Slovenia = Slovenian, Slovene
Solomon Islands = Solomon Islander
Somalia = Somali
South Africa = South African
South Korea, Republic of Korea = South Korean
South Sudan = South Sudanese
Spain = Spanish, Spaniard
Sri Lanka = Sri Lankan
Sudan = Sudanese
Suriname = Surinamese
Sweden = Swedish, Swede
Switzerland = Swiss
Syria = Syrian
Taiwan = Taiwanese
Tajikistan = Tajik, Tajikistani
Tanzania = Tanzanian
Thailand = Thai
Togo = Togolese
Tonga = Tongan
Trinidad and Tobago = Trinidadian
Tunisia = Tunisian
Turkey, Türkiye = Turkish, Turk
Turkmenistan = Turkmen
Tuvalu = Tuvaluan
Uganda = Ugandan
Ukraine = Ukrainian
United Arab Emirates, UAE, Emirates = Emirati
United Kingdom, UK, Britain, Great Britain = British, Briton
United States, United States of America, US, USA, America = American
Uruguay = Uruguayan
Uzbekistan = Uzbek, Uzbekistani
Vanuatu = Ni-Vanuatu
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


@cache
def country_of() -> Mapping[str, str]:
    """The country that a word means or is called after, in lower case: ‘israelis’ → ‘israel’; not what two share."""
    found: dict[str, set[str]] = {}
    for line in _TABLE.strip().splitlines():
        country = line.partition(" = ")[0].split(", ")[0].casefold()
        for word in (country, *demonyms()[country]):
            found.setdefault(word.casefold(), set()).add(country)
    return {word: next(iter(countries)) for word, countries in found.items() if len(countries) == 1}
