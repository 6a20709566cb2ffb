### Sentences of the floor « auth »: logging in.

auth-cas-ticket = { $provider } ne confirme pas cette connexion : son ticket ne sert qu'une fois et pendant quelques secondes. Recommencez depuis l'ENT.
auth-cas-service = { $provider } ne connaît pas l'adresse de ce serveur. L'administrateur de l'ENT doit y déclarer le service, avec l'adresse que donne la page « Connexion » de l'établissement.
auth-cas-refused = { $provider } a refusé la connexion (code { $code }). Recommencez depuis l'ENT ; si le refus se répète, transmettez ce code à l'administrateur de l'établissement.
auth-cas-status = { $provider } n'a pas confirmé la connexion : son adresse de validation répond { $status }. L'administrateur de l'établissement doit vérifier cette adresse et la version du protocole CAS.
auth-cas-user = { $provider } a répondu sans identifiant utilisable, ou avec plusieurs. Personne n'a été connecté ; signalez-le à l'administrateur de l'ENT.
auth-cas-answer = { $provider } a répondu quelque chose qui ne se lit pas comme une réponse CAS (souvent un caractère & ou < mal transmis dans un nom). Personne n'a été connecté ; signalez-le à l'administrateur de l'ENT.
auth-cas-timeout = { $provider } ne répond pas assez vite. Réessayez dans quelques minutes.
auth-cas-unreachable = { $provider } ne peut pas être joint depuis ce serveur. Réessayez dans quelques minutes ; si cela dure, prévenez l'administrateur de l'établissement.
auth-cas-client = Ce serveur ne peut ouvrir aucune connexion sécurisée vers un ENT. L'exploitant doit y installer les certificats du système (paquet ca-certificates).

auth-ticket-several = L'adresse de retour porte plusieurs tickets de connexion. Recommencez depuis l'ENT.
auth-ticket-shape = L'adresse de retour porte un ticket de connexion abîmé. Recommencez depuis l'ENT.

auth-provider-syntax = Fournisseur d'identité, ligne { $line } : { $detail }. Les clés inconnues sont refusées.
auth-provider-id = Fournisseur d'identité, id : « { $found } » ne convient pas ; écrivez 1 à 32 minuscules, chiffres ou tirets.
auth-provider-label = Fournisseur d'identité, label : écrivez de 1 à 80 caractères visibles.
auth-provider-protocol = Fournisseur d'identité, protocol : « { $found } » n'est pas une version de CAS ; écrivez 1, 2 ou 3.
auth-provider-url = Fournisseur d'identité, { $field } : « { $found } » ne convient pas ; écrivez une adresse https complète, sans nom d'utilisateur ni #.
auth-provider-attribute = Fournisseur d'identité, { $field } : « { $found } » n'est pas un nom d'attribut ; 1 à 100 caractères sans espace.
auth-provider-key = Fournisseur d'identité, joins : « { $found } » n'est pas une clé de personne (siecle.eleve, siecle.personne, sts).
auth-provider-role = Fournisseur d'identité, profiles, { $code } : « { $found } » n'est pas un rôle (eleve, responsable, professeur, directeur, personnel, administrateur).

auth-demo-ent = ENT de démonstration
