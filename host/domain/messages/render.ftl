### Sentences of the floor « render »: the shell, fields, the entry grid and its script.
### Texts for scripts hold {n}, {who}, … in braces: the script puts values there. They arrive here as arguments.

render-product = Préau
render-skip = Aller au contenu
render-menu = Menu principal
render-trail = Fil d’Ariane
render-home = Accueil
render-hat = Profil
render-hat-change = Changer
render-hat-change-what = de profil
render-logout = Se déconnecter
render-logout-pending = { $count ->
    [one] { $shown } saisie n’est pas encore enregistrée et serait perdue. Se déconnecter quand même ?
   *[other] { $shown } saisies ne sont pas encore enregistrées et seraient perdues. Se déconnecter quand même ?
}
render-session = Déconnexion à { $idle } sans activité, à { $end } au plus tard
render-session-left = { $count ->
    [one] Déconnexion dans { $shown } minute
   *[other] Déconnexion dans { $shown } minutes
}
render-session-last = Moins d’une minute avant la déconnexion
render-session-over = Session terminée : rechargez la page pour vous reconnecter
render-footer = Informations
render-personal-data = Données personnelles
render-who-saw = Qui a vu mes données
render-accessibility = Accessibilité
render-new-tab = (nouvel onglet)
render-open-full = Ouvrir dans Préau
render-nobody = —
render-required = (obligatoire)
render-choose = Choisir…
render-max-length = { $count } caractères au plus
render-tone-info = Information :
render-tone-success = C’est fait :
render-tone-warning = Attention :
render-tone-danger = Erreur :
render-progress = { $done } sur { $total }
render-percent = { $done } %
render-photo = Photo de { $who }
render-attachment-missing = pièce jointe indisponible
render-image-missing = Image indisponible : { $alt }
render-chart-table = Chiffres du graphique : { $title }
render-chart-line = Ligne

render-grid-caption = Grille de saisie : { $rows } élèves, { $columns } colonnes
render-grid-pupil = Élève
render-grid-columns = Intitulés des colonnes
render-grid-help = Aide à la saisie
render-grid-help-plain = Dans chaque case, tapez un code ou sa touche ; une case vidée est effacée. Enregistrez avec le bouton sous la grille.
render-grid-help-keys = Flèches : se déplacer. Entrée : descendre. Suppr : effacer. C, L, T : reporter le code de la case dans la colonne, la ligne, tout le tableau ; Ctrl+Z : annuler le dernier report. Ctrl+V : coller un bloc d’un tableur. Échap : sortir de la grille. Tout s’enregistre seul.
render-grid-legend = Codes
render-grid-save = Enregistrer la grille
render-grid-after = Grille terminée
render-grid-jump = Passer la grille
render-grid-saved = Enregistré à { $time }
render-grid-saving = Enregistrement…
render-grid-disputed = { $count ->
    [one] { $shown } case à départager sous la grille
   *[other] { $shown } cases à départager sous la grille
}
render-grid-offline = { $count ->
    [one] Hors connexion : { $shown } case en attente, gardée sur cet appareil
   *[other] Hors connexion : { $shown } cases en attente, gardées sur cet appareil
}
render-grid-unkept = { $count ->
    [one] Hors connexion : { $shown } case en attente ; gardez cette page ouverte
   *[other] Hors connexion : { $shown } cases en attente ; gardez cette page ouverte
}
render-grid-ended = { $count ->
    [one] Session terminée : reconnectez-vous, votre case est gardée
   *[other] Session terminée : reconnectez-vous, vos { $shown } cases sont gardées
}
render-grid-ended-unkept = Session terminée : reconnectez-vous dans un autre onglet sans fermer cette page, puis revenez ici
render-grid-refused = { $count ->
    [one] { $shown } case n’a pas été enregistrée : { $why }
   *[other] { $shown } cases n’ont pas été enregistrées : { $why }
}
render-grid-refused-why = le serveur l’a refusé ; rechargez la page pour voir l’état enregistré
render-grid-restored = { $count ->
    [one] { $shown } case gardée sur cet appareil est reprise
   *[other] { $shown } cases gardées sur cet appareil sont reprises
}
render-grid-unknown-key = La touche « { $key } » n’est pas un code
render-grid-pasted = { $count ->
    [one] { $shown } case collée
   *[other] { $shown } cases collées
}
render-grid-paste-unknown = Non compris : { $list }
render-grid-paste-outside = { $count ->
    [one] { $shown } valeur dépasse de la grille
   *[other] { $shown } valeurs dépassent de la grille
}
render-grid-fill = { $count ->
    [one] Remplacer { $shown } case déjà remplie par { $code } ?
   *[other] Remplacer { $shown } cases déjà remplies par { $code } ?
}
render-grid-filled = { $count ->
    [one] { $shown } case reportée ; Ctrl+Z pour annuler
   *[other] { $shown } cases reportées ; Ctrl+Z pour annuler
}
render-grid-fill-empty = Case vide : saisissez d’abord le code à reporter
render-grid-undone = Report annulé
render-grid-advance = Après chaque code
render-grid-advance-stay = rester sur la case
render-grid-advance-right = aller à droite
render-grid-advance-down = descendre
render-grid-erase = Effacer
render-grid-keypad = Pavé de saisie
render-grid-blank = (vide)
render-grid-conflicts = Cases modifiées entre-temps par quelqu’un d’autre
render-grid-conflicts-help = Pour chaque case : touche 1 pour garder la vôtre, touche 2 pour prendre l’autre ; flèches pour passer d’une case à l’autre.
render-grid-conflict = { $who } – { $item } : vous avez mis { $mine } ; { $by } a mis { $theirs } le { $at }.
render-grid-conflict-cell = { $mine } ≠ { $theirs }
render-grid-keep-mine = garder la mienne
render-grid-take-theirs = prendre l’autre

render-report-title = Grille enregistrée
render-report-conflicts-title = Cases à départager
render-report-saved = { $count ->
    [0] Aucune case n’a été enregistrée.
    [one] { $count } case est enregistrée.
   *[other] { $count } cases sont enregistrées.
}
render-report-conflicts = { $count ->
    [one] { $count } case a été modifiée entre-temps par quelqu’un d’autre ; rien n’y a été écrit. Choisissez la valeur à garder.
   *[other] { $count } cases ont été modifiées entre-temps par quelqu’un d’autre ; rien n’y a été écrit. Choisissez les valeurs à garder.
}
render-report-table = Les valeurs en désaccord
render-report-pupil = Élève
render-report-column = Colonne
render-report-mine = Votre valeur
render-report-theirs = Valeur enregistrée
render-report-by = Par
render-report-at = Le
render-report-choice = { $who } – { $column } : quelle valeur garder ?
render-report-keep-mine = Garder la mienne : { $symbol }
render-report-take-theirs = Prendre l’autre : { $symbol }
render-report-submit = Enregistrer mes choix
render-report-back = Retour à la grille

render-grid-form-row = Saisie de la grille : l’élève de la ligne { $line } n’est pas indiqué ou est illisible ; rechargez la grille et recommencez.
render-grid-form-column = Saisie de la grille : la colonne { $column } n’est pas indiquée ; rechargez la grille et recommencez.
render-grid-form-original = Saisie de la grille : l’état de départ de la ligne { $line } est illisible ; rechargez la grille et recommencez.
render-grid-form-cell = Saisie de la grille : le champ « { $field } » est illisible ; rechargez la grille et recommencez.
render-grid-form-many = Saisie de la grille : plus de { $limit } cases à la fois ; enregistrez en plusieurs fois.
render-grid-form-request = Saisie de la grille : le numéro de la demande est illisible ; rechargez la grille et recommencez.
