### Sentences of the floor « web »: the host's own pages and its failures.

web-role-eleve = Élève
web-role-responsable = Responsable
web-role-professeur = Professeur
web-role-directeur = Chef d'établissement
web-role-personnel = Personnel
web-role-administrateur = Administrateur
web-role-system = Système

web-menu-home = Accueil
web-menu-import = Import
web-menu-linking = Rattachement
web-menu-modules = Modules
web-menu-journal = Journal

web-about-import = Lire les fichiers SIECLE et STS, voir ce qui change, puis l'appliquer.
web-about-linking = Rattacher les comptes que l'ENT connaît et que l'établissement ne reconnaît pas encore.
web-about-modules-prepare = Lire la fiche de chaque module et le préparer pour le chef d'établissement.
web-about-modules = Lire la fiche de chaque module, l'activer ou le suspendre.
web-about-journal = Qui a consulté ou modifié quoi, et quand.

web-schools-title = Établissements
web-schools-none = Aucun établissement n'est encore installé sur ce serveur.
web-home-title = Bonjour { $name }
web-home-hat = { $role }, { $school }
web-home-empty = Aucun module n'est ouvert à votre profil pour l'instant.
web-home-open = Ouvrir { $label }
web-back-home = Retour à l'accueil
web-widget-login = Votre navigateur ne transmet pas votre session dans ce cadre. Ouvrez la page dans un onglet pour continuer.

web-login-title = Connexion
web-login-needed = Votre session est terminée. Reconnectez-vous pour continuer.
web-login-choose = Préau vous reconnaît par votre compte habituel : il n'a pas de mot de passe à lui.
web-login-with = Se connecter par « { $provider } »
web-login-no-provider = Aucun moyen de connexion n'est encore réglé pour cet établissement. Adressez-vous à son administrateur.
web-logged-out = Vous êtes déconnecté de Préau. Sur un ordinateur partagé, déconnectez-vous aussi de votre ENT.
web-login-state = Cette connexion n'a pas commencé dans ce navigateur, ou elle a attendu plus de dix minutes. Recommencez depuis votre ENT ou depuis l'accueil.
web-login-replayed = Ce ticket de connexion a déjà servi. Recommencez depuis votre ENT.
web-login-no-role = Votre compte n'a plus de rôle dans cet établissement. Adressez-vous à son administrateur.
web-unknown-title = Compte à rattacher
web-unknown = { $provider } vous a bien reconnu, mais { $school } ne sait pas encore qui vous êtes ici.
web-unknown-next = L'administrateur de l'établissement voit votre demande et peut rattacher votre compte. Revenez ensuite par votre ENT ; il n'y a rien d'autre à faire.
web-hat-not-yours = Vous n'avez pas ce profil dans cet établissement.

web-other-site = Cette demande vient d'un autre site que Préau. Rien n'a été enregistré : ouvrez la page ici, puis recommencez.
web-not-found-title = Page introuvable
web-not-found = Cette page n'existe pas, ou elle n'est pas ouverte à votre profil.
web-refused-title = Accès refusé
web-bad-title = Demande refusée
web-other-hat-title = Vous avez changé de profil
web-other-hat = Ce formulaire a été ouvert sous un autre profil que celui que vous portez maintenant. Rien n'a été enregistré : reprenez le profil voulu, puis recommencez.
web-too-many-title = Trop d'essais
web-too-many = Trop de connexions refusées depuis cette adresse. Attendez une minute puis recommencez.
web-too-large-title = Envoi trop volumineux
web-too-large = Cet envoi dépasse la taille permise. Rien n'a été enregistré.
web-fault-title = Le module a échoué
web-fault = { $text } Rien n'a été enregistré ; le reste du portail fonctionne. Référence : { $reference }.
web-unavailable-title = Momentanément indisponible
web-unavailable = { $text }. Rien n'a été enregistré : recommencez dans un instant. Si cela se reproduit, donnez cette référence à votre administrateur : { $reference }.
web-internal-title = Erreur du serveur
web-internal = Le serveur n'a pas pu répondre. Rien n'a été enregistré. Si cela se reproduit, donnez cette référence à votre administrateur : { $reference }.
web-plugin-refusal = Le module répond : { $text }
web-overtaken = Quelqu'un d'autre enregistre au même endroit au même moment. Rien n'a été perdu : recommencez.
web-form-type = Ce formulaire n'est pas dans le format attendu.
web-upload = L'envoi du fichier a été interrompu ou n'est pas lisible. Recommencez.
web-grid-saved = { $count ->
    [0] Aucune case modifiée.
    [one] 1 case enregistrée.
   *[other] { $count } cases enregistrées.
}

web-notice-title = Données personnelles
web-notice-intro = Ce que Préau enregistre sur vous ({ $school }), pourquoi, pour combien de temps, et comment faire valoir vos droits.
web-notice-who-title = Qui en répond
web-notice-who = Le chef d'établissement ({ $school }) est responsable des données et de l'usage qui en est fait.
web-notice-what-title = Ce qui est enregistré
web-notice-what = Votre identité telle que la donnent les bases officielles de l'établissement, vos classes et groupes, les dates de vos connexions, et ce que chaque module activé par le chef d'établissement déclare conserver. Aucune donnée sensible (religion, santé, opinions…) ne peut être déclarée par un module.
web-notice-plugins = Les modules ne reçoivent que ce que leur fiche annonce, pour la personne qui consulte, et ne peuvent rien envoyer ailleurs. Chaque consultation est inscrite dans un journal gardé douze mois.
web-notice-rights-title = Vos droits
web-notice-rights = Vous pouvez demander l'accès à vos données et leur rectification (règlement européen 2016/679, articles 13 à 22, et loi du 6 janvier 1978 modifiée).
web-notice-contact = Adressez-vous à un administrateur de l'établissement ou au chef d'établissement.
web-notice-cookies-title = Cookies
web-notice-cookies = Préau n'utilise que des cookies strictement nécessaires, quatre au plus, effacés à la fermeture du navigateur : votre session et l'étape de connexion en cours, et les deux mêmes quand votre ENT affiche un encart de Préau. Aucun ne sert à la publicité, aux réseaux sociaux ou à la mesure d'audience.
web-accessibility-title = Accessibilité
web-accessibility-state = État : non encore audité. Les pages sont dessinées par Préau selon le RGAA 4.1 et vérifiées automatiquement à chaque version, à la largeur d'un téléphone et d'un ordinateur, au clavier seul ; un audit humain reste à faire.
web-accessibility-contact = Si une page vous résiste, dites-le à l'administrateur de l'établissement : donnez l'adresse de la page et ce que vous vouliez y faire.

web-who-saw-title = Qui a vu mes données
web-who-saw-intro = Chaque consultation ou modification de ces données, la plus récente d'abord. La fonction de la personne est indiquée ; son identité n'est montrée qu'au chef d'établissement.
web-who-saw-shown = affiché
web-who-saw-list = Consultations
web-who-saw-none = Aucune consultation enregistrée.
web-who-saw-caption = Consultations et modifications
web-older = Voir plus ancien
web-search = Chercher
web-search-pupil = Nom de l'élève
web-search-hint = Le début du nom suffit, avec ou sans accents.
web-search-none = Personne dont le nom commence par « { $words } ».
web-search-found = { $count ->
    [one] 1 élève trouvé
   *[other] { $count } élèves trouvés
}
web-column-pupil = Élève
web-column-class = Classe
web-column-when = Quand
web-column-who = Qui
web-column-what = Quoi
web-column-data = Données
web-column-module = Module
web-column-about = Sur qui
web-column-person = Personne
web-column-kind = Profil
web-column-act = Action
web-column-entity = De
web-column-field = Champ
web-column-class-of-data = Nature
web-column-collection = Donnée
web-column-retention = Durée
web-column-readers = Lue par
web-people-count = { $count ->
    [0] —
    [one] 1 personne
   *[other] { $count } personnes
}
web-action-view = a consulté
web-action-write = a modifié
web-action-login = s'est connecté
web-action-login-refused = connexion refusée
web-action-logout = s'est déconnecté
web-action-import = import
web-action-account = compte
web-action-settings = réglage
web-action-hat = a changé de profil
web-action-system = traitement du système
web-kind-name = nom
web-kind-session = session
web-kind-account = compte
web-kind-journal = journal
web-kind-pseudonym = liste de la classe ou du groupe
web-kind-identity = identité
web-kind-identifiers = identifiants
web-kind-contact = coordonnées
web-kind-classes = classes
web-kind-imports = imports
web-kind-active = module activé
web-kind-suspended = module suspendu
web-kind-prepared = module préparé
web-journal-title = Journal de l'établissement
web-journal-intro = Les dernières lignes du journal. Votre lecture y est inscrite aussi.
web-journal-by-pupil = Chercher par élève

web-linking-title = Rattachement des comptes
web-linking-intro = Personnes que l'ENT a reconnues et que l'établissement ne connaît pas encore. Un nom seul ne décide jamais : vérifiez avant de rattacher.
web-linking-none = Personne n'attend.
web-linking-who = { $id } ({ $provider })
web-linking-seen = Dernier essai
web-linking-search = Nom de la personne dans l'établissement
web-linking-no-candidate = Personne de ce nom dans l'établissement.
web-linking-candidates = { $count ->
    [one] 1 personne possible
   *[other] { $count } personnes possibles
}
web-linking-already = déjà rattaché
web-linking-attach = Rattacher { $who }
web-linking-missing = Il manque la personne ou l'identifiant à rattacher : reprenez depuis la liste.
web-linking-done = { $id } est rattaché : cette personne peut se connecter.

web-modules-title = Modules
web-modules-intro = Ce que chaque module reçoit, conserve et fait. L'administrateur prépare ; le chef d'établissement active, jusqu'à la fin de l'année scolaire.
web-modules-none = Aucun module n'est installé sur ce serveur.
web-module-active = actif
web-module-suspended = suspendu
web-module-prepared = préparé, à activer par le chef d'établissement
web-module-available = disponible
web-module-activate = Activer
web-module-suspend = Suspendre
web-module-prepare = Préparer
web-module-decided = C'est fait pour { $id }.
web-fiche-finality = Finalité
web-fiche-basis = Base légale
web-fiche-publisher = Éditeur et contact
web-fiche-until = Accordé jusqu'au
web-fiche-receives = Ce que le module reçoit
web-fiche-keeps = Ce que le module conserve
web-field-id = pseudonyme propre à ce module
web-field-group = classe ou groupe
web-field-size = effectif
web-field-kind = genre de groupe
web-field-label = libellé
web-field-code = code
web-field-name = dénomination
web-field-uai = numéro UAI
web-field-school-year = année scolaire
web-field-first-name = prénom
web-field-initials = initiales
web-field-last-name = nom
web-field-birth-date = date de naissance
web-field-ine = INE
web-field-eleve-id = identifiant SIECLE
web-field-function = fonction
web-entity-pupil = élèves
web-entity-group = classes et groupes
web-entity-staff = personnels
web-entity-subject = matières
web-entity-establishment = établissement

web-import-title = Import des bases officielles
web-import-intro = Déposez les fichiers SIECLE (élèves, responsables, structures, nomenclature) et STS de l'année { $year }, en XML ou ZIP. Rien n'est appliqué avant que vous ayez vu les différences.
web-import-approval = Un import se fait avec l'accord et sous la responsabilité du chef d'établissement ; votre nom et la date sont conservés.
web-import-read = Lire les fichiers
web-import-files = Fichiers
web-import-files-hint = ElevesAvecAdresses, ResponsablesAvecAdresses, Structures, Nomenclature, sts_emp ; plusieurs à la fois.
web-import-no-file = Choisissez au moins un fichier.
web-import-history = Imports précédents
web-import-never = Aucun import pour l'instant.
web-import-run = { $when } : { $files }
web-import-faults-title = Fichiers refusés
web-import-faults = { $count ->
    [one] Une erreur empêche l'import. Rien n'a été changé.
   *[other] { $count } erreurs empêchent l'import. Rien n'a été changé.
}
web-import-place = { $file }, ligne { $line } :
web-import-file = { $file } :
web-import-preview-title = Différences à appliquer
web-import-pupils = Élèves
web-import-guardians = Responsables
web-import-staff = Personnels
web-import-groups = Classes et groupes
web-import-subjects = Matières
web-import-counts = Ce que l'import changerait
web-import-population = Population
web-import-new = Nouveaux
web-import-changed = Modifiés
web-import-returned = Revenus
web-import-left = Partis
web-import-homonyms = À départager
web-import-unchanged = Inchangés
web-import-list = { $what } ({ $count })
web-import-more = et { $count } autres
web-import-remarks = Remarques
web-import-apply = Appliquer ces différences
web-import-leavers = { $share } % d'une population partirait : êtes-vous sûr que ces fichiers sont complets ?
web-import-leavers-sure = Oui, ces départs sont réels
web-import-again = Déposer d'autres fichiers
web-import-relations = Qui est avec qui
web-import-relation = Lien
web-import-memberships = Élèves dans une classe ou un groupe
web-import-links = Responsables d'élèves
web-import-services = Enseignements
web-import-head-teachers = Professeurs principaux
web-import-added = Ajoutés
web-import-removed = Retirés
web-import-kept = Laissés tels quels
web-import-gone = Les différences affichées ont expiré ou ont déjà été appliquées. Déposez de nouveau les fichiers.
web-import-done = L'import est appliqué.
