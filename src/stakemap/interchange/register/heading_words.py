"""Words by which stakeholder registers head columns, beyond those that pasted tables share (`synonyms`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

#: What a heading speaks of. Those that `synonyms.Field` has too mean the same here.
Concept = Literal[
    "id",
    "number",
    "name",
    "organisation",
    "person",
    "surname",
    "aliases",
    "code",
    "kind",
    "group",
    "part_of",
    "colour",
    "tags",
    "job",
    "derived",
    "influence",
    "impact",
    "salience",
    "alignment",
    "engagement",
    "role",
    "confidence",
    "basis",
    "reason",
    "source",
    "watch_for",
    "issue",
    "period",
    "moment",
    "target",
    "relation",
    "prose",
    "note",
    "contact",
]

#: In the languages in which registers are kept: en, es, pt, de, fr, ru, tr, uk. Compared word by word; a word
#: is also known in its other forms (`interchange/register/headings.py`).
CONCEPT_WORDS: Final[Mapping[Concept, str]] = {
    "number": (
        "lp, "
        "no, nr, number, #, №, s no, s n, sl no, sr no, serial no, serial number, item no, n, num, número, "
        "nº, "
        "lfd nr, laufende nummer, п п, № п п, номер, sıra, sıra no, numara, numéro, row"
    ),
    "id": (
        "identifier, stakeholder no, stakeholder number, st id, sh id, código id, kennung, идентификатор, "
        "ідентифікатор, kimlik, ref no"
    ),
    "name": (
        "belanghebbende, belanghebbenden, partij, naam, portatore di interesse, portatori di interesse, "
        "parte interessata, attore, attori, nome, interesariusz, interesariusze, nazwa, podmiot, member, "
        "members, legislator, senator, mp, "
        "stakeholders, actors, interested party, interested parties, interest group, stakeholder title, "
        "stakeholder or group, stakeholder person or group, name of the stakeholder, name of actor, "
        "member, members, participant, participants, legislator, deputy, key actor, key actors, full name, "
        "entity, entity name, party name, key stakeholder, key stakeholders, "
        "player name, delegation, member state, stakeholder description, "
        "parte interesada, partes interesadas, interesado, interesados, grupos de interés, grupo de interés, "
        "nombre del interesado, nombre del actor, nombre de la parte interesada, involucrado, involucrados, "
        "actor clave, actores clave, actor social, grupos personas u organizaciones, nombre completo, "
        "nombre o grupo, nombre y apellidos, "
        "parte interessada, partes interessadas, grupos de stakeholders, ator, atores, interessado, "
        "interessados, envolvido, nome do stakeholder, nome da parte interessada, nome completo, "
        "akteure, anspruchsgruppe, anspruchsgruppen, interessengruppe, interessensgruppe, "
        "interessierte partei, beteiligte, beteiligter, bezeichnung, name des stakeholders, "
        "projektbeteiligte, "
        "acteurs, partie prenante, parties prenantes, partie intéressée, parties intéressées, "
        "nom de l acteur, nom de la partie prenante, "
        "имя стейкхолдера, стейкхолдер, стейкхолдеры, заинтересованные стороны, заинтересованное лицо, "
        "заинтересованные лица, участник проекта, участники, актор, акторы, наименование, фио, ф и о, "
        "наименование заинтересованной стороны, "
        "paydaşlar, paydaş adı, paydaş grubu, ilgili taraf, ilgili taraflar, adı soyadı, ad soyad, aktörler, "
        "назва, ім я, піб, зацікавлена сторона, зацікавлені сторони, зацікавлена особа, стейкхолдер, "
        "учасник, "
        "актор"
    ),
    "organisation": (
        "organisation name, organization name, company, firm, agency, institution name, affiliation, "
        "employer, "
        "organización, institución, empresa, entidad, organismo, afiliación, "
        "organização, instituição, entidade, órgão, "
        "unternehmen, firma, einrichtung, institution, behörde, organisation, "
        "organisme, entreprise, structure, établissement, "
        "организация, компания, учреждение, ведомство, предприятие, "
        "kurum, kuruluş, kurum kuruluş, şirket, organizasyon, "
        "організація, установа, компанія, підприємство"
    ),
    "person": (
        "person, individual, representative, person name, first name, given name, forename, persona, "
        "vorname, "
        "prénom, nombre de pila, primer nombre, representante, pessoa, "
        "ansprechpartner name, "
        "vertreter, personne, représentant, представитель, лицо, kişi, temsilci, представник, особа"
    ),
    "surname": (
        "last name, surname, family name, apellido, apellidos, primer apellido, sobrenome, apelido, "
        "nachname, "
        "familienname, nom de famille, фамилия, soyad, soyadı, soyisim, прізвище"
    ),
    "kind": (
        "stakeholder category, stakeholder class, actor category, internal external, internal or external, "
        "internal/external, primary secondary, primary or secondary, int ext, type of organisation, "
        "type of organization, organisation type, organization type, entity type, stakeholder group type, "
        "categoría, tipo de actor, tipo de interesado, tipo de parte interesada, tipo de stakeholder, "
        "interno externo, interno o externo, tipología, clasificación interno externo, "
        "categoria, tipo de parte interessada, tipo de ator, interno ou externo, "
        "typ, art, kategorie, stakeholdertyp, intern extern, akteurstyp, "
        "type d acteur, catégorie, interne externe, type de partie prenante, "
        "тип стейкхолдера, вид, внутренний внешний, категория стейкхолдера, тип заинтересованной стороны, "
        "tür, kategori, iç dış, paydaş tipi, paydaş kategorisi, iç dış paydaş, aktör türü, "
        "категорія, внутрішній зовнішній, тип стейкхолдера"
    ),
    "group": (
        "sector, party, political party, affiliation group, level, region, constituency, stakeholder set, "
        "sector o grupo, ámbito, nivel de gobierno, setor, bereich, sektor, ebene, secteur, niveau, "
        "сектор, группа стейкхолдеров, уровень власти, sektör, düzey, група, сектор, рівень"
    ),
    "job": (
        "ruolo, funzione, rola, stanowisko w projekcie, "
        "role, role title, role in project, project role, official role, title, job title, job, designation, "
        "function, occupation, position title, title position, department, team, unit, division, "
        "stakeholder position, position in organisation, position in the organization, "
        "puesto, rol, rol en el proyecto, función, cargo, departamento, área, unidad, "
        "papel, papel no projeto, função, posição na empresa, "
        "rolle, rolle im projekt, projektrolle, funktion, abteilung, titel, "
        "poste, fonction, rôle, rôle dans le projet, service, direction, "
        "роль, роль в проекте, должность, функция, отдел, подразделение, позиция в компании, "
        "rol, rolü, projedeki rolü, görev, görevi, unvan, ünvan, departman, birim, bölüm, pozisyon, "
        "посада, роль в проєкті, відділ, підрозділ"
    ),
    "derived": (
        "quadrant, power interest, power interest grid, power x interest, influence interest, "
        "interest power, "
        "priority, priority level, ranking, rank, total score, overall score, "
        "weighted score, "
        "classification, stakeholder classification, mapping, grid position, matrix position, "
        "engagement priority, salience class, mitchell class, key player, "
        "gap, gaps, magnitude, severity, likelihood, probability, effort, complexity, engagements, "
        "brecha, magnitud, gravedad, probabilidad, esfuerzo, lacuna, magnitude, gravidade, probabilidade, "
        "esforço, lücke, schwere, wahrscheinlichkeit, eintrittswahrscheinlichkeit, aufwand, écart, gravité, "
        "probabilité, разрыв, вероятность, тяжесть, fark, olasılık, şiddet, розрив, ймовірність, "
        "cuadrante, prioridad, clasificación, poder interés, matriz, "
        "quadrante, prioridade, classificação, poder interesse, "
        "quadrat, priorität, klassifizierung, einstufung, einordnung, "
        "quadrant, priorité, classement, "
        "квадрант, приоритет, классификация, ранг, приоритетность, "
        "kadran, öncelik, sınıflandırma, sınıf, "
        "пріоритет, квадрант, класифікація"
    ),
    "influence": (
        "invloed, macht, potere, influenza, wpływ, siła wpływu, "
        "authority, leverage, veto power, decision power, power level, influence power, "
        "ability to influence, "
        "influence on project, level of power, weight, "
        "influencia en el proyecto, capacidad de influencia, grado de influencia, autoridad, peso, "
        "influência, influência no projeto, nível de poder, grau de poder, "
        "macht, einflussstärke, einflussmöglichkeit, einflussgrad, grad des einflusses, machtposition, "
        "influence, degré d influence, niveau d influence, niveau de pouvoir, "
        "влияние, сила, степень влияния, уровень влияния, власть, полномочия, "
        "etki, etki düzeyi, etki gücü, etki derecesi, güç düzeyi, nüfuz, "
        "вплив, рівень впливу, ступінь впливу, влада"
    ),
    "impact": (
        "impact, effect, effects, effect of project, level of impact, impact on project, "
        "impact of stakeholder, potential impact, "
        "degree of impact, "
        "impact on stakeholder, affected, how affected, "
        "impacto, nivel de impacto, impacto en el proyecto, afectación, "
        "nível de impacto, impacto no projeto, "
        "auswirkung, betroffenheit, grad der betroffenheit, "
        "incidence, degré d impact, "
        "воздействие, степень воздействия, "
        "etkilenme, etkilenme düzeyi, "
        "вплив на проєкт"
    ),
    "salience": (
        "belang, zainteresowanie, stopień zainteresowania, "
        "interest in project, interest level, level of interest, stake, legitimacy urgency, urgency, "
        "concern level, importance to stakeholder, how important, stakeholder importance, "
        "interés, nivel de interés, grado de interés, interés del actor, relevancia, "
        "nível de interesse, grau de interesse, interesse no projeto, relevância, importância, "
        "interesse am projekt, interessenlage, wichtigkeit, bedeutung, relevanz, betroffenheitsgrad, "
        "intérêt, niveau d intérêt, degré d intérêt, "
        "степень интереса, уровень интереса, заинтересованность, уровень заинтересованности, значимость, "
        "ilgi düzeyi, ilgi derecesi, ilgisi, çıkar, önem derecesi, "
        "зацікавленість, рівень зацікавленості, інтерес, важливість"
    ),
    "alignment": (
        "vote, voting intention, voto, votación, votação, abstimmung, "
        "houding, standpunt, positie, atteggiamento, posizione, nastawienie, stanowisko, postawa, "
        "supports, likely position, "
        "view, sentiment, disposition, level of support, support level, support or oppose, support oppose, "
        "supportive, for or against, opinion, attitude towards project, attitude to project, "
        "position on project, "
        "current position, expected position, stance on project, supporter or opponent, alignment, "
        "in favour or against, agreement, receptiveness, "
        "actitud, actitud frente al proyecto, apoyo, nivel de apoyo, a favor o en contra, disposición, "
        "predisposición, posicionamiento, postura frente al proyecto, posición frente al proyecto, "
        "sentimiento, "
        "atitude, apoio, nível de apoio, posicionamento, predisposição, atitude em relação ao projeto, "
        "einstellung zum projekt, unterstützung, unterstützungsgrad, meinung, position zum projekt, "
        "stimmung, "
        "grundhaltung, "
        "attitude, soutien, niveau de soutien, position, avis, posture, disposition, adhésion, "
        "отношение, позиция, поддержка, уровень поддержки, настрой, установка, лояльность, "
        "отношение к изменениям, "
        "tutum, tutumu, duruş, destek, destek durumu, destek düzeyi, desteği, projeye bakışı, görüş, "
        "yaklaşımı, "
        "ставлення, ставлення до проєкту, позиція, підтримка, рівень підтримки"
    ),
    "engagement": (
        "engagement, engagement level, level of engagement, involvement, level of involvement, commitment, "
        "commitment level, level of commitment, buy in, participation, engagement assessment, "
        "engagement state, "
        "engagement status, state, willingness, "
        "compromiso, nivel de compromiso, involucramiento, nivel de involucramiento, participación, "
        "nivel de participación, implicación, "
        "engajamento, nível de engajamento, comprometimento, envolvimento, participação, "
        "einbindung, beteiligungsgrad, engagement, mitwirkung, "
        "implication, niveau d implication, niveau d engagement, mobilisation, "
        "вовлеченность, вовлечённость, уровень вовлеченности, вовлечение, участие, состояние, "
        "katılım, katılım düzeyi, bağlılık, bağlılık düzeyi, "
        "залученість, рівень залученості, участь"
    ),
    "confidence": (
        "certeza, certitude, sicherheit, konfidenz, verlässlichkeit, confiance, уверенность, достоверность, "
        "впевненість, достовірність, kesinlik"
    ),
    "reason": (
        "rationale for rating, comments on rating, assessment rationale, "
        "fundamento, fundamentación, explicación, justificativa, justificação, grund, erläuterung, raison, "
        "justification, explication, пояснение, обґрунтування, причина, açıklaması"
    ),
    "source": "fuente de información, fonte de informação, informationsquelle, джерело, джерела, "
    "bilgi kaynağı",
    "issue": (
        "issue, issue id, issue name, topic, problem, problem id, policy, question, proposal, measure, "
        "policy issue, dimension, reform, tema, asunto, problema, cuestión, medida, questão, thema, frage, "
        "maßnahme, sujet, enjeu, тема, вопрос, проблема, мера, konu, sorun, питання"
    ),
    "period": (
        "date, year, period, wave, round, quarter, month, as of, assessment date, date of assessment, "
        "snapshot, "
        "fecha, año, mes, periodo, data, ano, período, datum, jahr, monat, zeitraum, stichtag, année, mois, "
        "дата, год, период, месяц, tarih, yıl, dönem, рік, період, місяць"
    ),
    "moment": "current or desired, current desired, c d, as is to be, ist soll, status type, assessment type",
    "target": "target, to, target actor, target stakeholder, related stakeholder, related to, "
    "influences whom",
    "relation": "relation, relation type, relationship type, tie, link type, edge type",
    "note": (
        "description, descripción, descrição, beschreibung, description, описание, tanım, açıklama, опис, "
        "nota, notas, observación, observações, comentário, comentários, anmerkung, anmerkungen, notiz, "
        "notizen, "
        "kommentar, kommentare, commentaire, commentaires, remarque, remarques, комментарии, примечание, "
        "примечания, заметки, notlar, not, yorum, yorumlar, коментар, коментарі, примітка, примітки"
    ),
    "prose": (
        "aanpak, strategia, działania, azioni, oczekiwania, aspettative, verwachtingen, "
        "strategy, engagement strategy, management strategy, action, actions, action plan, plan, next steps, "
        "approach, engagement approach, communication, communications, communication plan, frequency, "
        "contact frequency, frequency of contact, last contact, next contact, date of last contact, "
        "communication channel, contact method, preferred contact method, channel, method, expectations, "
        "requirements, needs, concerns, pain point, pain points, risks, risk, benefits, motivation, motives, "
        "objectives, goals, contribution, responsibilities, responsibility, responsible, owner, "
        "relationship owner, relationship manager, history, background, profile, details, key messages, "
        "message, "
        "mitigation, barriers, information needs, wants, success criteria, last updated, last update, "
        "status, "
        "follow up, due date, deliverables, what do we need from them, how to, website, location, "
        "estrategia, estrategias, plan de acción, acciones, acción, expectativas, expectativa, requisitos, "
        "necesidades, necesidad, comunicación, frecuencia, riesgos, objetivos, responsable, motivaciones, "
        "preocupaciones, medio de comunicación, canal, ubicación, historial, "
        "estratégia, estratégias, plano de ação, ações, expectativas, necessidades, comunicação, frequência, "
        "riscos, responsável, preocupações, localização, "
        "strategie, maßnahmen, massnahmen, erwartung, erwartungen, anforderungen, bedürfnisse, "
        "kommunikation, "
        "häufigkeit, risiken, ziele, verantwortlich, verantwortlicher, befürchtungen, beitrag, vorgehen, "
        "stratégie, plan d action, actions, attentes, besoins, exigences, communication, fréquence, risques, "
        "objectifs, responsable, préoccupations, "
        "стратегия, план действий, действия, ожидания, требования, потребности, коммуникация, коммуникации, "
        "частота, риски, цели, ответственный, опасения, способ коммуникации, мероприятия, вклад, "
        "strateji, iletişim stratejisi, eylem, eylem planı, beklenti, beklentiler, beklentileri, "
        "gereksinimler, "
        "ihtiyaçlar, iletişim planı, iletişim sıklığı, sıklık, riskler, hedefler, sorumlu, kaygılar, "
        "iletişim yöntemi, "
        "стратегія, дії, очікування, вимоги, потреби, комунікація, частота, ризики, цілі, відповідальний"
    ),
    "contact": (
        "email, e mail, email address, mail, phone, phone number, telephone, tel, mobile, cell phone, cell, "
        "contact, contacts, contact details, contact information, contact info, contact person, "
        "contact name, "
        "point of contact, poc, address, fax, skype, linkedin, whatsapp, twitter, telegram, "
        "correo, correo electrónico, teléfono, telefono, celular, móvil, dirección, contacto, "
        "datos de contacto, información de contacto, persona de contacto, "
        "telefone, endereço, contato, contatos, dados de contato, informações de contato, "
        "telefon, telefonnummer, handy, adresse, anschrift, kontakt, kontakte, kontaktdaten, "
        "ansprechpartner, "
        "ansprechperson, "
        "téléphone, courriel, coordonnées, personne de contact, "
        "телефон, почта, эл почта, электронная почта, адрес, контакт, контакты, контактная информация, "
        "контактное лицо, контактные данные, "
        "e posta, eposta, iletişim, iletişim bilgileri, adres, cep telefonu, "
        "пошта, електронна пошта, контактна особа, контактна інформація"
    ),
}

#: Words of headings that say how much: of which quantity they speak, other words say.
DEGREE_WORDS = (
    "level degree score rating value grade extent strength amount scale assessment nivel grado valor puntaje "
    "puntuación calificación evaluación nível grau pontuação avaliação grad stufe höhe wert bewertung niveau "
    "degré note évaluation уровень степень оценка балл баллы значение рейтинг seviyesi seviye düzeyi düzey "
    "derecesi derece puan puanı değeri değerlendirme рівень ступінь оцінка бал how much is are"
)
#: Words that say nothing about a column.
FILLERS = (
    "towards toward likely the a an of on in to for and or by at from with over their its his her your our "
    "this that s is are do "
    "does "
    "they them have has what which who "
    "de del la el los las en y o para por sobre con al su sus frente a hacia lo se que "
    "em relação relativamente do da dos das no na nos nas e ou um uma em ao à com "
    "der die das des dem den und oder im in am an zum zur für auf von bei mit ein eine "
    "par rapport vis le la les l d du des et ou au aux dans sur pour en "
    "на в во к по с и или от о об для ве на "
    "ve veya ile için bu "
    "і й та або у з до про щодо "
    "project projects programme program initiative proyecto proyectos projeto projekt projekts projektes "
    "projet проект проекта проекту проекте проекту proje projeye projedeki проєкт проєкту проєкті "
    "stakeholder stakeholders stakeholder's actor actors paydaş paydaşın стейкхолдера стейкхолдер "
    "стейкхолдеров "
    "interesado interesados"
)
#: Words that tell what is from what is wanted.
MOMENT_WORDS: Final = {
    "current": (
        "current currently present now existing existente actual actualmente atual atualmente actuel "
        "actuelle "
        "ist aktuell aktuelle aktueller aktuelles derzeit derzeitig momentan текущий текущая текущее текущие "
        "текущего нынешний фактический сейчас mevcut şimdiki şuanki güncel поточний поточна поточне "
        "поточного "
        "наявний as-is today"
    ),
    "desired": (
        "desired target targeted wanted future required planned needed optimal ideal goal expected to-be "
        "deseado "
        "deseada objetivo futuro futura requerido esperado desejado desejada alvo meta futuro soll ziel "
        "gewünscht gewünschte gewünschter angestrebt angestrebte künftig zukünftig souhaité souhaitée cible "
        "visé visée futur желаемый желаемая желаемое желаемого целевой целевая целевое требуемый планируемый "
        "ожидаемый hedef hedeflenen istenen beklenen arzu бажаний бажана бажане цільовий цільова"
    ),
}
