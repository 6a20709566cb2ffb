### Sentences of the floor « sandbox ».

# Why a call ended; shown with a reference number
sandbox-fault-cpu = Le module a calculé trop longtemps et a été arrêté.
sandbox-fault-wall-clock = Le module n'a pas répondu à temps et a été arrêté.
sandbox-fault-memory = Le module a demandé trop de mémoire et a été arrêté.
sandbox-fault-stack = Le module s'est appelé lui-même trop profondément et a été arrêté.
sandbox-fault-host-calls = Le module a sollicité le serveur trop de fois dans une même page et a été arrêté.
sandbox-fault-handles = Le module a gardé ouvertes trop de ressources à la fois et a été arrêté.
sandbox-fault-transfer = Le module a transmis trop de données d'un seul coup et a été arrêté ; qu'il les envoie par morceaux.
sandbox-fault-page-size = La page du module est trop lourde ; il a été arrêté.
sandbox-fault-download-size = Le fichier préparé par le module est trop gros ; il a été arrêté.
sandbox-fault-misuse = Le module a mal composé sa page : { $what }
sandbox-fault-panic = Le module s'est interrompu : { $message }
sandbox-fault-trap = Le module s'est interrompu : { $reason }
sandbox-fault-storage = Les données n'ont pas pu être lues ; réessayez dans un instant.
sandbox-fault-busy = Le serveur est très occupé ; réessayez dans un instant.
sandbox-fault-resting = Le module a échoué plusieurs fois de suite dans cet établissement ; il est en pause, réessayez dans une minute.

sandbox-other-column = la colonne « { $name } » n'est pas dans cette vue, ou n'est pas de ce type

# How a writer was misused; for authors
sandbox-misuse-place = « { $what } » n'est pas permis dans « { $place } ».
sandbox-misuse-close = « close » sans rien d'ouvert.
sandbox-misuse-left-open = « { $what } » n'a pas été fermé.
sandbox-misuse-depth = plus de { $most } éléments imbriqués.
sandbox-misuse-row = une ligne a { $cells } cellules pour { $columns } colonnes.
sandbox-misuse-columns = « { $what } » : { $columns } colonnes, il en faut de 1 à { $most }.
sandbox-misuse-texts = les fins d'une colonne de textes ne correspondent pas à ses octets.
sandbox-misuse-empty = « { $what } » : un texte qui doit pouvoir être lu est vide.
sandbox-misuse-name = « { $what } » : « { $found } » n'est pas un nom permis ; 1 à 60 minuscules sans accent, chiffres ou tirets, et pas « hat ».
sandbox-misuse-id-twice = deux sections portent l'identifiant « { $id } ».
sandbox-misuse-route = « { $found } » n'est pas une route du module ; elle commence par une seule barre oblique.
sandbox-misuse-outside = « { $found } » ne commence par aucune origine https de [[address]] dans le manifeste.
sandbox-misuse-person = une référence à une personne n'est pas de ce module et de cet établissement.
sandbox-misuse-group = une référence à un groupe n'est pas de ce module et de cet établissement.
sandbox-misuse-mixed = une redirection, un téléchargement ou un retour de grille vient à la place d'une page, et une seule fois.
sandbox-misuse-media-type = « { $found } » ne se télécharge pas ; sont permis : { $allowed }.
sandbox-misuse-bytes = « bytes » sans « download ».
sandbox-misuse-selected = le champ « { $name } » a plusieurs choix faits alors qu'il n'en permet qu'un.
sandbox-misuse-range = le champ « { $name } » a un minimum plus grand que son maximum.
sandbox-misuse-amount = une quantité de « bars » est négative ou n'est pas un nombre.
sandbox-misuse-grid-size = grille de { $rows } lignes et { $columns } colonnes ; de 1 à { $most } lignes et de 1 à { $wide } colonnes.
sandbox-misuse-grid-cells = grille : { $cells } cases et { $versions } versions pour { $rows } lignes et { $columns } colonnes.
sandbox-misuse-grid-column = grille : « { $found } » n'est pas un identifiant de colonne, ou sert deux fois.
sandbox-misuse-grid-codes = grille : de 1 à { $most } codes.
sandbox-misuse-grid-symbol = grille : le code « { $found } » doit avoir 1 à 3 caractères, une touche à lui, un libellé et une teinte de 0 à 3 ou 255.
sandbox-misuse-grid-code = grille : une case porte le code numéro { $found }, qui n'existe pas.
sandbox-misuse-random = { $length } octets aléatoires demandés, 4096 au plus.

# Why a package is refused
sandbox-package-size = Le fichier pèse { $size } octets, { $most } au plus ; compilez sans symboles de débogage.
sandbox-package-core = C'est un module WebAssembly, pas un composant ; fabriquez le composant avec « preau plugin build ».
sandbox-package-other = Ce n'est pas un composant WebAssembly ; donnez le fichier que « preau plugin build » a écrit.
sandbox-package-truncated = Le fichier s'arrête trop tôt (octet { $offset }) ; la copie a été interrompue, recommencez-la.
sandbox-package-broken = Le composant est abîmé (octet { $offset } : { $detail }) ; reconstruisez-le avec « preau plugin build ».
sandbox-package-pages = Le composant n'exporte pas { $name } ; appelez preau_sdk::export! dans le module.
sandbox-package-no-manifest = Le composant ne porte pas son manifeste ; « preau plugin build » y met le fichier plugin.toml.
sandbox-package-manifests = Le composant porte plusieurs manifestes ; reconstruisez-le avec « preau plugin build ».
sandbox-package-compile = Le composant ne se compile pas : { $detail }
sandbox-package-imports-code = Le composant importe du code d'un autre composant ; un module se livre entier.
sandbox-package-memory = Le composant demande { $needs } octets de mémoire au départ, { $most } au plus ; réduisez ses données statiques ou sa pile.
sandbox-package-table = Le composant demande une table de { $needs } éléments, { $most } au plus.
sandbox-package-parts = Le composant a { $memories } mémoires et { $tables } tables ; { $most_memories } mémoire, { $most_tables } tables et { $most_instances } modules au plus.
sandbox-package-type = Le composant ne correspond pas à l'interface de ce serveur ({ $detail }) ; reconstruisez-le avec le SDK correspondant.
sandbox-package-start = Le composant ne démarre pas : { $detail }
sandbox-pack-no-type = Le module compilé ne porte pas le type de son composant : la crate appelle-t-elle preau_sdk::export!, et est-elle une cdylib ?
sandbox-pack-encode = Le composant ne peut pas être fabriqué : { $detail }
sandbox-import-wasi = Le composant importe « { $name } » : un module n'a ni fichiers, ni horloge, ni réseau. Construisez-le pour wasm32-unknown-unknown avec « preau plugin build » et retirez la bibliothèque qui en a besoin.
sandbox-import-foreign = Le composant importe « { $name } », que ce serveur n'offre pas ; un module n'importe que preau:plugin.
sandbox-import-version = Le composant importe « { $name } », une version que ce serveur ne parle pas (0.1) ; reconstruisez-le avec le SDK correspondant.
