### Sentences of the floor « roster »: reading official files and comparing them with the school.

roster-at-line = { $file }, ligne { $line } : { $text }
roster-in-file = { $file } : { $text }
roster-no-file = aucun fichier donné ; ajoutez par exemple ExportXML_ElevesAvecAdresses.zip, tel que SIECLE le donne.

# The container
roster-empty-file = le fichier est vide ; recommencez l'export puis le dépôt.
roster-zip-broken = l'archive ZIP est abîmée ou incomplète ; recommencez l'export puis le dépôt, sans ouvrir l'archive.
roster-zip-encrypted = l'archive ZIP est protégée par un mot de passe ; déposez l'archive d'origine, ou le fichier XML qu'elle contient.
roster-zip-method = l'archive ZIP emploie une compression inconnue ; déposez l'archive d'origine, ou le fichier XML qu'elle contient.
roster-zip-empty = l'archive ZIP ne contient aucun fichier ; recommencez l'export.
roster-zip-many = l'archive ZIP contient { $count } fichiers, il en faut un seul ; déposez chaque export dans sa propre archive, ou les fichiers XML un par un.
roster-zip-nested = l'archive ZIP contient une autre archive ; déposez celle de l'intérieur.
roster-zip-bomb = le contenu de l'archive est plus de { $ratio } fois plus gros qu'elle ; aucun export officiel n'est ainsi. Recommencez l'export.
roster-too-large = le contenu dépasse { $megabytes } Mio ; aucun export d'établissement n'est si gros. Vérifiez le fichier choisi.
roster-other-archive = cette archive n'est pas au format ZIP ; déposez l'archive ZIP d'origine, ou le fichier XML qu'elle contient.
roster-is-spreadsheet = c'est un document de tableur ; déposez le fichier XML ou ZIP tel que SIECLE ou STS-Web l'a donné, sans l'ouvrir ni l'enregistrer.
roster-is-pdf = c'est un document PDF ; déposez le fichier XML ou ZIP de l'export.
roster-is-html = c'est une page web, souvent un message d'erreur ou une page de connexion enregistrée à la place de l'export ; recommencez l'export.
roster-not-xml = ce n'est pas du XML ; déposez le fichier XML ou ZIP tel que SIECLE ou STS-Web l'a donné.

# XML
roster-encoding = le codage « { $found } » n'est pas lu (sont lus : ISO-8859-15, ISO-8859-1, windows-1252, UTF-8) ; déposez l'export d'origine.
roster-bad-bytes = un caractère n'est pas codé en { $encoding } comme le fichier l'annonce ; il a sans doute été modifié. Déposez l'export d'origine.
roster-doctype = le fichier définit un type de document (DOCTYPE), ce qu'aucun export SIECLE ou STS-Web ne fait ; déposez l'export d'origine.
roster-entity = le fichier emploie l'entité « { $entity } », ce qu'aucun export ne fait ; déposez l'export d'origine.
roster-too-deep = l'élément { $element } est imbriqué sur plus de { $depth } niveaux ; ce n'est pas un export officiel.
roster-long-token = un texte, une balise ou un commentaire dépasse { $kilobytes } Kio ; ce n'est pas un export officiel.
roster-large-record = une fiche contient trop d'éléments (au { $element }) ; ce n'est pas un export officiel.
roster-truncated = le fichier s'arrête au milieu de l'élément { $element } ; le transfert a été interrompu, recommencez l'export puis le dépôt.
roster-mismatched = la balise </{ $found }> ferme l'élément { $expected } ; le fichier a été modifié, déposez l'export d'origine.
roster-ampersand = un « & » seul n'est pas permis ; le fichier a été modifié, déposez l'export d'origine.
roster-malformed = le XML est mal formé ; le fichier a été modifié ou le transfert interrompu, déposez l'export d'origine.

# Which file it is
roster-unknown-root = l'élément racine { $root } n'est celui d'aucun fichier attendu (SIECLE : Élèves, Responsables, Structures, Nomenclature ; STS-Web : sts_emp).
roster-is-emp-sts = c'est le fichier emp_sts, que le logiciel d'emploi du temps envoie vers STS-Web ; donnez le fichier inverse, sts_emp_UAI_ANNEE.xml, à demander dans STS-Web (Exports, Emplois du temps).
roster-is-vendor = ce fichier a été produit par « { $application } » ; donnez celui que STS-Web a produit, sts_emp_UAI_ANNEE.xml.
roster-is-other-siecle = cet export SIECLE ({ $root }) n'est pas utile ici ; donnez Élèves, Responsables, Structures ou Nomenclature.
roster-is-agricultural = les exports { $root } ne sont pas encore lus ; donnez les exports génériques de SIECLE.
roster-is-upward = ce fichier ({ $root }) va vers SIECLE et n'en vient pas ; donnez ExportXML_ElevesAvecAdresses.zip.
roster-is-aaf = c'est un fichier de l'annuaire académique fédérateur ; il n'est pas encore lu, donnez les exports de SIECLE et de STS-Web.
roster-is-livret = c'est un fichier de livret scolaire ({ $root }) ; donnez les exports de SIECLE et de STS-Web.
roster-same-kind = c'est un deuxième fichier { $kind }, après { $first } ; gardez le plus récent.
roster-version = version { $version } de { $kind }, encore inconnue ; le fichier a été lu quand même.
roster-set-aside = champs écartés, ni lus ni conservés : { $names }.

# Whose file it is
roster-no-uai = PARAMETRES ne dit pas de quel établissement il s'agit (UAJ absent) ; votre établissement est { $ours }. Recommencez l'export.
roster-other-uai = le fichier est celui de l'établissement « { $found } », le vôtre est { $ours } ; prenez l'export de votre établissement.
roster-uai-letter = la lettre de contrôle de l'UAI { $uai } n'est pas la bonne ; le fichier a été lu quand même.
roster-no-year = PARAMETRES ne dit pas l'année scolaire (ANNEE_SCOLAIRE absente) ; l'année en cours est { $ours }. Recommencez l'export.
roster-other-year = le fichier est celui de l'année { $found }, l'année en cours est { $ours } ; recommencez l'export dans la base de l'année en cours.
roster-preparation = le fichier est celui de la base de préparation { $found }, qui ne s'importe pas encore ici ; l'année en cours est { $ours }. Exportez la base de l'année en cours.

# Pupils
roster-no-id = un élément { $element } n'a pas d'attribut { $attribute } ; recommencez l'export.
roster-same-id = { $name } { $id } est déjà celui de la ligne { $first } ; corrigez dans SIECLE, puis recommencez l'export.
roster-pupil-missing = { $element } manque pour l'élève ELEVE_ID { $id } ; complétez sa fiche dans SIECLE, puis recommencez l'export.
roster-date = { $element } « { $found } » n'est pas une date JJ/MM/AAAA (élève ELEVE_ID { $id }) ; corrigez dans SIECLE, puis recommencez l'export.
roster-future-birth = DATE_NAISS est dans l'avenir pour l'élève ELEVE_ID { $id } ; corrigez dans SIECLE, puis recommencez l'export.
roster-no-pupil = aucun élève inscrit avec une classe ; vérifiez que les classes sont affectées dans SIECLE et que c'est la base de l'année en cours.
roster-same-ine = { $name } a le même INE que l'élève de la ligne { $first } ; à corriger dans SIECLE. Les deux élèves sont gardés.
roster-two-divisions = { $name } a deux classes, { $kept } et { $dropped } ; { $kept } est gardée.
roster-gone = { $count ->
    [one] un élève déjà sorti (DATE_SORTIE passée) n'est pas importé.
   *[other] { $count } élèves déjà sortis (DATE_SORTIE passée) ne sont pas importés.
}
roster-without-division = { $count ->
    [one] un élève inscrit sans classe n'est pas importé ({ $names }).
   *[other] { $count } élèves inscrits sans classe ne sont pas importés ({ $names }).
}
roster-structure-without-pupil = un STRUCTURES_ELEVE sans ELEVE_ID est ignoré.
roster-group-made = classes ou groupes d'élèves absents des structures, ajoutés avec leur code pour nom : { $names } ({ $count }).
roster-two-kinds = { $code } est à la fois une classe et un groupe ; la première mention est gardée.

# Guardians
roster-guardian-missing = { $element } manque pour le responsable PERSONNE_ID { $id } ; complétez sa fiche dans SIECLE, puis recommencez l'export.
roster-guardian-first-name = PRENOM manque pour le responsable PERSONNE_ID { $id } ; il est importé sans prénom.
roster-link-without-id = un lien sans ELEVE_ID ou sans PERSONNE_ID est ignoré.
roster-same-link = ce responsable est déjà lié à l'élève ELEVE_ID { $pupil } à la ligne { $first } ; le premier lien est gardé.
roster-level = le niveau de responsabilité « { $found } » (élève ELEVE_ID { $pupil }) est inconnu ; le lien est gardé comme simple contact, sans accès aux résultats.
roster-link-to-nobody = { $count ->
    [one] un lien vers un responsable absent du fichier est ignoré.
   *[other] { $count } liens vers des responsables absents du fichier sont ignorés.
}
roster-link-to-unknown-pupil = { $count ->
    [one] un lien vers un élève inconnu de l'établissement est ignoré ; importez aussi le fichier des élèves.
   *[other] { $count } liens vers des élèves inconnus de l'établissement sont ignorés ; importez aussi le fichier des élèves.
}
roster-orphans = { $count ->
    [one] un responsable sans élève inscrit n'est pas importé.
   *[other] { $count } responsables sans élève inscrit ne sont pas importés.
}

# Staff, services, subjects
roster-no-staff = STS-Web ne donne aucun personnel (INDIVIDUS vide) ; recommencez l'export.
roster-staff-missing = { $element } manque pour le personnel { $id } ; complétez dans STS-Web, puis recommencez l'export.
roster-staff-date = { $element } « { $found } » n'est pas une date AAAA-MM-JJ (personnel { $id }) ; corrigez dans STS-Web, puis recommencez l'export.
roster-same-staff = le personnel { $id } est déjà celui de la ligne { $first } ; le premier est gardé.
roster-service-of-nobody = { $count ->
    [one] un service d'un enseignant absent du fichier est ignoré.
   *[other] { $count } services d'enseignants absents du fichier sont ignorés.
}
roster-no-service = le fichier ne dit pas qui enseigne quoi (l'emploi du temps n'est sans doute pas encore remonté dans STS-Web) ; les affectations peuvent être faites à la main.
roster-services-kept = le fichier ne dit pas qui enseigne quoi ; les affectations connues sont gardées.
roster-unknown-subject = la matière { $code } est enseignée mais absente des nomenclatures ; elle est gardée avec son code pour nom.
roster-subject-without-code = une matière sans code est ignorée.
roster-head-of-nothing = le professeur principal de { $code } est ignoré : cette classe n'existe plus.

roster-kind-eleves = SIECLE Élèves
roster-kind-responsables = SIECLE Responsables
roster-kind-structures = SIECLE Structures
roster-kind-nomenclature = SIECLE Nomenclature
roster-kind-sts = STS-Web (sts_emp)
