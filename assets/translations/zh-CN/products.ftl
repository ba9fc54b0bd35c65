## The catalogue
