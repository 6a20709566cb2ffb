### Sentences of the floor « domain »: manifests and the fiche de traitement.

manifest-syntax = Manifeste, ligne { $line } : { $detail }. Les clés inconnues sont refusées ; comparez avec docs/plugins.md.
manifest-id = Manifeste : « { $found } » n'est pas un identifiant de module ; écrivez un nom de domaine inversé en minuscules, comme fr.exemple.module.
manifest-api = Manifeste : api = « { $found } », ce serveur parle { $ours } ; reconstruisez le module avec le SDK correspondant.
manifest-version = Manifeste : « { $found } » n'est pas une version ; écrivez trois nombres, comme 1.0.0.
manifest-words = Manifeste, { $place } : écrivez de 1 à 300 caractères.
manifest-route = Manifeste, { $section } : « { $found } » n'est pas une route ; elle commence par / et n'a que des minuscules, chiffres et tirets.
manifest-no-role = Manifeste, { $section } { $route } : citez au moins un rôle.
manifest-role = Manifeste, { $place } : « { $found } » n'est pas un rôle (eleve, responsable, professeur, directeur, personnel, administrateur).
manifest-entity = Manifeste, view { $view } : « { $found } » n'est pas une entité connue.
manifest-no-field = Manifeste, view { $view } : citez au moins un champ.
manifest-field = Manifeste, view { $view } : le champ « { $found } » n'existe pas ; champs possibles : { $known }.
manifest-scope = Manifeste, view { $view } : la portée « { $found } » n'existe pas ; écrivez « actor ».
manifest-argument = Manifeste, view { $view } : l'argument « { $found } » n'existe pas pour cette entité.
manifest-subject = Manifeste, collection { $collection } : sujet « { $found } » inconnu (pupil, staff, person, none).
manifest-group = Manifeste, collection { $collection } : « group » ne vaut que pour une collection sans sujet (subject = "none").
manifest-retention = Manifeste, collection { $collection } : durée « { $found } » inconnue (schooling, school-year, months:N, until-obsolete).
manifest-reach = Manifeste, collection { $collection } : le rôle { $role } ne peut pas avoir la portée « { $found } ».
manifest-admin = Manifeste, collection { $collection } : un administrateur ne voit ni n'écrit de données sur les personnes ; retirez ce rôle.
manifest-setting = Manifeste, setting { $setting } : type inconnu, ou valeur par défaut hors des valeurs permises.
manifest-address = Manifeste, address { $address } : « { $found } » n'est pas une origine https.
manifest-limit = Manifeste, limits { $limit } : « { $found } » ne se lit pas ; écrivez par exemple 32MiB ou 100ms.
manifest-name = Manifeste, { $section } : « { $found } » n'est pas un nom ; 1 à 60 minuscules, chiffres ou tirets.
manifest-sensitive = Manifeste, { $place } : « { $word } » désigne une donnée sensible, qu'aucun module ne peut déclarer (RGPD art. 9).
manifest-double = Manifeste, { $section } : « { $name } » est écrit deux fois.

fiche-badge-no-directory = ne reçoit pas l'annuaire
fiche-badge-nothing-leaves = rien ne sort
fiche-badge-keeps-nothing = ne conserve rien
fiche-class-pseudonym = pseudonyme
fiche-class-group = nom de classe, de groupe ou de matière
fiche-class-first-name = prénom ou initiales
fiche-class-identity = nom, date de naissance
fiche-class-identifier = identifiant national ou d'établissement
fiche-retention-schooling = tant que l'élève est inscrit dans l'établissement
fiche-retention-school-year = jusqu'à la fin de l'année scolaire
fiche-retention-months = { $months } mois
fiche-retention-until-obsolete = jusqu'à ce que l'établissement les déclare obsolètes

failure-denied = refusé : { $detail }
failure-not-found = introuvable
failure-invalid = invalide : { $detail }
failure-conflict = modifié entre-temps : { $key }
failure-quota = limite atteinte : { $detail }
failure-unavailable = indisponible : { $detail }
moment-french = { $day } à { $time }
