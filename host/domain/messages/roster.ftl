### Sentences of the floor « roster ».
