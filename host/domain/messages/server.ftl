### Sentences of the floor « server ».
