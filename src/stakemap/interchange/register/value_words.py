"""Words for how much and how friendly, in the languages of registers (en es pt de fr ru tr uk).

A word that ends with an asterisk stands for all that begin so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: How much, from none (-9) and low (-2) to high (2) and the most (3).
LEVELS: Final[Mapping[int, str]] = {
    -9: (
        "none, nil, zero, not at all, no influence, no interest, no power, ninguno, ninguna, nulo, nula, "
        "nenhum, nenhuma, kein*, aucun, aucune, nul, nulle, нулев*, отсутств*, yok, hiç, відсутн*, нульов*"
    ),
    -3: "lowest, minimal, negligible, minimum, mínimo, mínima, минимальн*, en düşük, мінімальн*",
    -2: (
        "tief, tiefe, laag, lage, zwak, basso, bassa, debole, scarso, scarsa, niski*, nisk*, słab*, "
        "low, lower, lo, weak, small, minor, little, limited, bajo, baja, bajos, bajas, débil, poco, poca, "
        "escaso, "
        "escasa, limitado, limitada, baixo, baixa, fraco, fraca, pouco, pouca, niedrig, niedrige*, gering*, "
        "schwach*, klein, wenig, fern, tief, tiefe*, faible, faibles, bas, basse, peu, низк*, слаб*, "
        "малый, малое, малая, "
        "невысок*, незначительн*, düşük, az, zayıf, küçük, sınırlı, низьк*, слабк*, мал, малий, невисок*"
    ),
    0: (
        "gemiddeld, gemiddelde, middel, matig, media, mediocre, moderato, moderata, średni*, umiarkowan*, "
        "medium, moderate, mid, middle, average, med, intermediate, some, fair, medio, media, medios, "
        "mediano, "
        "mediana, moderado, moderada, regular, intermedio, intermedia, médio, média, mittel, mittlere*, "
        "moderat, "
        "moyen, moyenne, moyens, modéré, modérée, средн*, умерен*, orta, ılımlı, vasat, середн*, помірн*"
    ),
    2: (
        "hoog, hoge, groot, sterk, elevato, elevata, forte, wysoki*, wysok*, duży, duże, siln*, "
        "high, higher, hi, strong, great, major, large, significant, considerable, big, alto, alta, altos, "
        "altas, "
        "fuerte, elevado, elevada, grande, mucho, mucha, significativo, forte, elevado, muito, hoch, hohe, "
        "hoher, "
        "hohes, stark, starke*, gross*, viel, erheblich, bedeutend, nah, nahe, élevé, élevée, haut, haute, "
        "fort, "
        "forte, grand, importante, important, высок*, сильн*, больш*, значительн*, yüksek, güçlü, büyük, "
        "fazla, "
        "kuvvetli, висок*, сильн*, велик*, значн*"
    ),
    3: (
        "highest, critical, essential, decisive, crucial, maximum, dominant, extreme, crítico, crítica, "
        "decisivo, "
        "máximo, máxima, esencial, essencial, entscheidend, maximal, décisif, critique, максимальн*, "
        "критич*, "
        "решающ*, ключев*, en yüksek, kritik, вирішальн*"
    ),
}
#: How friendly, from the most hostile (-3) over neutral (0) to leading (3).
STANCES: Final[Mapping[int, str]] = {
    -3: (
        "blocker, blocking, hostile, enemy, adversary, antagonist, saboteur, bloqueador, bloqueadora, "
        "antagonista, hostil, enemigo, "
        "adversario, adversário, inimigo, feindlich, feindselig, gegnerschaft, verhinderer, blockierer, "
        "bloqueur, "
        "ennemi, adversaire, враждебн*, враг, блокир*, düşman, düşmanca, engelleyici, ворож*, ворог, блоку*"
    ),
    -2: (
        "tegenstander, tegenstanders, tegen, negatief, kritisch, weerstand, contrario, contraria, contrari, "
        "oppositore, sfavorevole, ostile, przeciwnik, przeciwny, przeciwne, negatywn*, krytyczn*, resiste, "
        "resisten, "
        "red, rojo, roja, vermelho, vermelha, rot, rouge, красный, kırmızı, червоний, "
        "oppose, opposes, opposed, opposing, opponent, opposition, against, anti, con, cons, contra, "
        "negative, "
        "resistant, resistor, resister, resists, resisting, resistance, critic, critical, sceptic, skeptic, "
        "sceptical, skeptical, unsupportive, unfavourable, unfavorable, unfriendly, disagree, disagrees, "
        "detractor, reluctant, obstacle, threat, disapprove, disapproves, nonsupportive, non supportive, "
        "resiste, resisten, resistem, rechaza, rechazan, rechazo, rejeita, "
        "en contra, opositor, opositora, opuesto, opuesta, se opone, opone, negativo, negativa, resistente, "
        "resistencia, desfavorable, crítico, crítica, reacio, reacia, oponente, oposición, escéptico, "
        "contrario, "
        "contraria, amenaza, obstáculo, detractora, "
        "contrário, contrária, oposição, opõe, opositor, desfavorável, resistência, cético, "
        "lehnt ab, widersetzt sich, dagegen, gegen, gegner, gegnerin, ablehnend, ablehnung, negativ, "
        "negative*, kritisch, kritiker, "
        "skeptisch, skeptiker, widerstand, widerständig, opponent, "
        "résiste, rejette, s oppose, contre, opposé, opposée, opposant, opposants, négatif, négative, "
        "réticent, réticente, résistant, "
        "résistante, défavorable, critique, sceptique, "
        "против, противник, противники, отрицательн*, негативн*, оппонент*, критик, критич*, сопротивл*, "
        "скептик, скептич*, противодейств*, противит*, неблагоприятн*, "
        "karşı, karşıt, desteklemiyor, desteklemez, olumsuz, dirençli, direnç, direnen, direniyor, "
        "muhalif, aleyhte, aleyhinde, negatif, "
        "şüpheci, eleştirel, "
        "проти, противник, негативн*, опонент*, опір, опирається, критичн*, скептичн*"
    ),
    0: (
        "neutraal, onverschillig, neutrale, neutrali, indifferente, neutraln*, obojętn*, "
        "neutral, neither, impartial, indifferent, undecided, passive, on the fence, wavering, swing, "
        "hesitant, "
        "hésitant, hésitante, vacilante, dudoso, dudosa, schwankend, zögernd, zögerlich, çekimser, "
        "вагається, "
        "yellow, amber, orange, amarillo, amarela, amarelo, ámbar, gelb, jaune, жёлтый, желтый, sarı, "
        "жовтий, nonmobilised, "
        "non mobilized, non mobilised, nonmobilized, neutro, neutra, indiferente, indeciso, indecisa, "
        "pasivo, "
        "pasiva, imparcial, passivo, passiva, neutrale*, unentschieden, unentschlossen, gleichgültig, "
        "abwartend, "
        "passiv, unparteiisch, neutre, indécis, indécise, indifférent, indifférente, passif, passive, "
        "impartial, "
        "нейтрал*, безразличн*, пассивн*, равнодушн*, индифферентн*, не определ*, колебл*, "
        "tarafsız, nötr, kararsız, pasif, ilgisiz, нейтрал*, байдуж*, пасивн*, невизначен*"
    ),
    2: (
        "voorstander, voorstanders, voor, positief, steunend, favorevole, favorevoli, sostenitore, positivo, "
        "zwolennik, poparcie, pozytywn*, przychyln*, wspierając*, "
        "green, verde, grün, vert, зелёный, зеленый, yeşil, зелений, "
        "support, supports, supportive, supporter, supporters, supporting, for, pro, pros, favour, favor, "
        "in favour, in favor, in favour of, favours, favors, favourable, favorable, positive, ally, friend, "
        "friendly, help, helps, helping, helpful, agree, agrees, promoter, proponent, cooperative, "
        "collaborator, "
        "willing, receptive, approve, approves, "
        "apoya, apoyo, apoyan, a favor, favorable, favor, partidario, partidaria, positivo, positiva, "
        "aliado, "
        "aliada, colaborador, colaboradora, facilitador, de acuerdo, "
        "apoiador, apoiadora, apoia, apoio, favorável, solidário, aliado, suporte, apoiante, "
        "dafür, für, unterstützend, unterstützer, unterstützerin, unterstützt, unterstützung, befürworter, "
        "befürwortend, befürwortet, positiv, positive*, freundlich, wohlwollend, verbündeter, zustimmend, "
        "aufgeschlossen, kooperativ, "
        "pour, soutien, soutient, supporteur, partisan, positif, positive, allié, alliée, coopératif, "
        "en faveur, "
        "за, сторонник, сторонники, поддерж*, положительн*, позитивн*, союзник*, благоприятн*, лояльн*, "
        "destekleyici, destekliyor, destekçi, destek, destekler, destekleyen, olumlu, lehte, lehinde, "
        "taraftar, "
        "pozitif, müttefik, yanlısı, "
        "прихильник*, підтрим*, позитивн*, союзник*, сприятлив*, лояльн*"
    ),
    3: (
        "leading, leader, lead, leads, champion, advocate, líder, lidera, liderando, liderazgo, liderança, "
        "promotor, promotora, defensor, defensora, impulsor, liderante, campeón, líderes, führend, treibend, "
        "treiber, anführer, fürsprecher, leader, moteur, meneur, promoteur, défenseur, "
        "лидер*, лидирующ*, ведущ*, инициатор, адвокат, lider, öncü, liderlik, liderlik eden, savunucu, "
        "öncülük eden, лідер*, провідн*, ініціатор"
    ),
}
#: Words of both that are colours of a traffic light: alone they may be about anything.
COLOURS: Final = (
    "yellow amber orange amarillo amarela amarelo ámbar gelb jaune жёлтый желтый sarı жовтий red rojo roja "
    "vermelho "
    "vermelha rot rouge красный kırmızı червоний green verde grün vert зелёный зеленый yeşil зелений"
)
#: Both for and against.
MIXED: Final = (
    "mixed, ambivalent, both, divided, split, conditional, conditionally, depends, mixto, mixta, "
    "ambivalente, "
    "dividido, dividida, misto, mista, gemischt, gespalten, ambivalent, mixte, mitigé, mitigée, partagé, "
    "partagée, "
    "ambivalente, смешанн*, неоднозначн*, двойствен*, противоречив*, karışık, karma, bölünmüş, змішан*, "
    "неоднозначн*"
)
#: Nothing is known of it, or it knows nothing of the matter.
UNKNOWN: Final = (
    "onbekend, niet bekend, sconosciuto, non noto, nieznan*, brak danych, brak informacji, "
    "unaware, not aware, unknown, not known, no information, no info, no data, not available, not assessed, "
    "to be determined, to be confirmed, to be assessed, don t know, unclear, uninformed, unsure, "
    "undetermined, "
    "not sure, not stated, no position, no answer, no opinion, unassessed, pending, "
    "inconsciente, desconoce, desconocido, desconocida, desconocedor, desconocedora, sin información, "
    "sin datos, "
    "no sabe, no se sabe, desinformado, desinformada, no informado, sin conocimiento, no consciente, ajeno, "
    "sin posición, por definir, sin definir, no definido, pendiente, "
    "desconhece, desconhecido, desconhecedor, desconhecida, sem informação, sem dados, não sabe, "
    "não informado, "
    "alheio, desavisado, não ciente, a definir, "
    "unwissend, unbekannt, keine angabe, keine angaben, k a, ahnungslos, nicht bewusst, uninformiert, "
    "keine information, keine informationen, weiß nicht, unklar, nicht bekannt, ohne angabe, offen, "
    "inconnu, inconnue, non informé, non informée, pas informé, ignorant, pas d information, ne sait pas, "
    "non conscient, pas au courant, à déterminer, non renseigné, "
    "не осведомлен*, не осведомлён*, неосведомлен*, неосведомлён*, не знает, неизвестно, неизвестн*, "
    "нет информации, нет данных, не информирован*, неинформирован*, не в курсе, не определено, нд, н д, "
    "habersiz, bilinmiyor, bilinmeyen, farkında değil, bilgi yok, bilgisiz, belirsiz, belirlenmedi, "
    "необізнан*, невідомо, невідом*, немає інформації, немає даних, не знає, не поінформован*"
)
#: What stands in cells without a value.
MISSING: Final = "n a, na, nd, n d, tbd, tbc, t b d, t b c, n k, nk, null, nan, not judged, s d, s i, k d"
#: What makes a level or a stance stronger, and weaker; a stance also by levels ("strong support").
MORE: Final = (
    "zeer, erg, heel, molto, bardzo, mocno, zdecydowanie, "
    "very, v, extremely, strongly, highly, actively, active, fully, fiercely, totally, completely, "
    "absolutely, "
    "firmly, muy, fuertemente, totalmente, firmemente, activo, activa, activamente, completamente, "
    "extremadamente, muito, fortemente, ativo, ativa, ativamente, sehr, äußerst, klar, strikt, aktiv*, "
    "extrem, "
    "très, fortement, totalement, extrêmement, actif, activement, очень, весьма, крайне, активн*, сильно, "
    "полностью, решительно, резко, çok, kesinlikle, tamamen, aktif, şiddetle, kuvvetle, дуже, вкрай, сильно, "
    "рішуче, повністю, total"
)
LESS: Final = (
    "enigszins, redelijk, tamelijk, piuttosto, abbastanza, raczej, dość, "
    "rather, somewhat, fairly, quite, relatively, moderately, slightly, mildly, weakly, partially, partly, "
    "passively, passive, lean, leaning, leans, tends, cautiously, mostly, más bien, algo, bastante, "
    "relativamente, parcialmente, ligeramente, moderadamente, levemente, pasivo, pasiva, um pouco, "
    "parcialmente, "
    "moderadamente, ligeiramente, passivo, passiva, eher, ziemlich, relativ, etwas, leicht, teilweise, "
    "tendenziell, "
    "bedingt, verhalten, plutôt, assez, légèrement, partiellement, modérément, relativement, скорее, "
    "довольно, "
    "относительно, достаточно, частично, слегка, умеренно, отчасти, пассивн*, oldukça, kısmen, nispeten, "
    "biraz, "
    "pasif, скоріше, радше, досить, відносно, частково, пасивн*"
)
NEGATIONS: Final = "not, no, non, nicht, não, не, değil, isn t, doesn t, ні, nie"
#: Words that may stand beside those above and say nothing more.
NOISE: Final = (
    "influence, influential, level, power, powerful, interest, interested, impact, importance, of, the, a, "
    "to, in, "
    "is, degree, stakeholder, project, change, towards, toward, it, influencia, nivel, poder, interés, "
    "impacto, "
    "importancia, de, del, al, el, la, proyecto, influência, nível, interesse, o, ao, do, projeto, einfluss, "
    "interesse, macht, gegenüber, dem, projekt, pouvoir, intérêt, niveau, au, le, projet, влияние, "
    "уровень, интерес, "
    "власть, к, проекту, проекта, отношение, etki, ilgi, güç, düzeyde, düzey, seviye, projeye, вплив, "
    "рівень, "
    "інтерес, attitude, stance, position, actitud, haltung, einstellung, engagement"
)
