### Sentences of the floor « server »: commands and the demo.

server-listening = Préau écoute sur { $address }
server-config-file = configuration { $file } illisible
server-config = configuration { $file }
server-config-public = server.public : « { $found } » n'est pas une origine https (http seulement sur 127.0.0.1 ou localhost)
server-config-synchronous = storage.synchronous : « { $found } » inconnu ; écrivez full
server-storage = la base de données ne s'ouvre pas
server-secret = { $file } ne contient pas 64 chiffres hexadécimaux ; remettez la clé sauvegardée
server-no-school = l'établissement { $school } n'existe pas sur ce serveur ; voyez preau school list
server-uai = « { $found } » n'est pas un UAI : sept chiffres et une lettre
server-uai-letter = Attention : la lettre de contrôle de { $uai } n'est pas celle attendue.
server-zone = « { $found } » n'est pas un fuseau horaire, comme Europe/Paris
server-school-created = Établissement créé : { $slug }. Il est vide ; ajoutez un administrateur, un fournisseur d'identité, puis importez.
server-administrator-added = Administrateur ajouté.
server-provider-put = Fournisseur { $id } enregistré pour { $slug }.
server-migrate-all = précisez --all : les établissements sont aussi mis à jour un à un à leur ouverture
server-migrated = { $count ->
    [one] 1 établissement à jour
   *[other] { $count } établissements à jour
}.
server-file = { $file } illisible
server-import-dry = Rien n'a été appliqué (--dry-run).
server-import-applying = Application…
server-import-done = Import appliqué.
server-import-refused = { $count ->
    [one] fichiers refusés, une erreur. Rien n'a été changé.
   *[other] fichiers refusés, { $count } erreurs. Rien n'a été changé.
}
server-import-row = { $label } nouveaux { $new }, modifiés { $changed }, revenus { $returned }, partis { $left }, à départager { $homonyms }, inchangés { $unchanged }
server-import-pupils = élèves
server-import-guardians = responsables
server-import-staff = personnels
server-import-groups = classes et groupes
server-import-subjects = matières
server-journal-sound = Journal intact : { $segments } segments, { $lines } lignes.
server-journal-altered = le segment { $segment } du journal a été modifié
server-journal-missing = des segments manquent avant le segment { $segment }
server-journal-index = l'index des personnes ne correspond pas au segment { $segment }
server-journal-head = la tête du journal ne correspond pas à son dernier segment
server-journal-base = le début du journal n'est pas celui qui a été scellé
server-journal-anchor = le journal n'est pas celui que le serveur a vu jusqu'au segment { $segment } : sa fin manque, ou une base plus ancienne ou modifiée a été remise en place
server-journal-unreadable = le journal ne se lit plus : une ligne a été modifiée ou la base est abîmée
server-journal-key = donnez une clé comme siecle.eleve:10001
server-journal-nobody = personne n'a la clé { $key }
server-plugin-installed = { $id } installé ({ $digest }). Il n'est actif dans aucun établissement tant que son chef ne l'a pas activé.
server-plugin-activated = { $id } activé pour { $slug }.
server-demo-generating = Génération d'un collège synthétique (620 élèves) et import de ses fichiers officiels…
server-demo-foreign = { $folder } n'a pas été créé par preau demo : --fresh ne l'effacera pas
server-demo-school = Collège Marguerite-Perey
server-demo-place = Saint-Exemple
server-demo-admin-last = Administrateur
server-demo-admin-first = Camille
server-demo-no-ent = le simulateur d'ENT { $file } ne démarre pas ; construisez-le avec make demo
server-demo-tile-home = Préau
server-demo-tile-evaluations = Évaluations
server-demo-tile-widget = Derniers résultats
server-demo-address-preau = Préau :  { $address }
server-demo-address-ent = ENT   :  { $address }
server-demo-accounts = Cinq comptes à essayer (l'adresse connecte directement dans l'ENT) :
server-demo-stop = Ctrl-C pour arrêter. Les données restent dans le dossier de la démonstration ; --fresh recommence.
server-no-build-script = scripts/build-guest.sh est introuvable depuis ce dossier
server-build-failed = { $folder } ne se compile pas ; voyez les messages ci-dessus
server-built = { $file } ({ $size } octets)
server-check-fine = { $id } { $version } serait admis sur ce serveur ({ $digest }).
server-inspect-badges = Promesses calculées : { $badges }
server-inspect-purpose = Finalité : { $finality } ({ $basis })
server-inspect-receives = reçoit   { $entity }.{ $field } ({ $class })
server-inspect-keeps = conserve { $label } : { $retention }
server-import-comparing = Comparaison…
