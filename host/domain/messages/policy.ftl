### Sentences of the floor « policy ».
