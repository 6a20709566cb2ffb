### Sentences of the floor « policy »: refusals that name the lock and the way out.

policy-undeclared-view = la vue « { $name } » n'est pas déclarée ; ajoutez au manifeste : [[view]] name = "{ $name }"
policy-undeclared-argument = l'argument « { $argument } » n'est pas déclaré ; ajoutez-le à args de [[view]] { $view }
policy-undeclared-collection = la collection « { $name } » n'est pas déclarée ; ajoutez au manifeste : [[collection]] name = "{ $name }"
policy-identifiers = la vue « { $name } » lit des identifiants (INE, ELEVE_ID), qui ne se montrent qu'à l'administrateur
policy-foreign-group = ce groupe n'est pas connu de ce module
policy-other-group = ce groupe n'est pas parmi ceux que voit cette personne
policy-foreign-person = cette personne n'est pas connue de ce module
policy-other-person = cette personne n'est pas parmi celles que voit l'utilisateur
policy-other-author = { $key } a été écrit par une autre personne
policy-foreign-reference = la référence « { $name } » n'est pas connue de ce module
policy-role = le manifeste ne donne pas « { $way } » à { $role } sur la collection { $collection }
policy-cursor = curseur illisible
policy-no-subject = collection { $collection } : avec ou sans sujet, comme le déclare le manifeste
policy-get-writes = une lecture (GET) n'écrit pas ; passez par un formulaire
policy-key = une clé a de 1 à 200 octets, sans caractère de contrôle (ici { $size })
policy-value-size = valeur de { $key } : { $size } octets, 65536 au plus
policy-value-json = valeur de { $key } : ce n'est pas du JSON
policy-handle-in-json = valeur de { $key } : une référence à une personne ou un groupe passe par refer, jamais par le JSON
policy-embargo = la collection { $collection } ne déclare pas embargo = true
policy-writes = { $most } écritures au plus par requête
policy-group-missing = il manque la référence « { $name } » vers un groupe
policy-not-yours = Cette page n'est pas ouverte à votre profil.
policy-head-activates = Un module est préparé par l'administrateur et activé par le chef d'établissement.
policy-already-decided = Ce module est déjà préparé, actif ou suspendu : seul le chef d'établissement en décide.
policy-no-such-plugin = Le module { $id } n'est pas installé sur ce serveur.
policy-link-nobody = Plus personne n'attend sous cet identifiant : il vient peut-être d'être rattaché.
policy-link-left = Cette personne n'a pas de compte actif dans l'établissement.
policy-link-taken = Cette personne a déjà un identifiant de cet ENT, ou cet identifiant est déjà à une autre personne.
policy-school-uai = Donnez l'UAI de l'établissement : sept chiffres et une lettre.
policy-school-exists = { $which } existe déjà sur ce serveur.

# Imports

policy-roster-administrateur = Les imports sont ouverts aux administrateurs de l'établissement : changez de profil ou demandez à un administrateur.
policy-roster-faults = { $others ->
    [0] { $first }
    [one] { $first } (et une autre erreur)
   *[other] { $first } (et { $others } autres erreurs)
  }
policy-roster-other-school = Cet import a été préparé pour un autre établissement : préparez-le de nouveau ici.
policy-roster-confirm = Cet import désactiverait { $share } d'une population de l'établissement : relisez la liste des partants, puis confirmez-la.
policy-roster-outdated = L'annuaire a changé depuis que cet import a été préparé : préparez-le de nouveau pour voir ce qu'il ferait maintenant.
policy-roster-approval = Import fait avec l'accord et sous la responsabilité du chef d'établissement.
policy-roster-court = { $count ->
    [one] Un élève dont un responsable est écarté par décision de justice reçoit un nouveau responsable : vérifiez qu'il s'agit d'une autre personne.
   *[other] { $count } élèves dont un responsable est écarté par décision de justice reçoivent un nouveau responsable : vérifiez qu'il s'agit d'autres personnes.
  }
policy-roster-no-link = Cette personne n'est pas responsable de cet élève : vérifiez la fiche de l'élève.
