### Sentences of the floor « auth ».
