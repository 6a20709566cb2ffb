### Sentences of the floor « render ».
