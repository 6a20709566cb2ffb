### Sentences of the floor « sandbox ».
