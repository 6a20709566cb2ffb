### Sentences of the floor « web ».
