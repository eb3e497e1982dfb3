"""Lists made from `Field`s: a model that fetches what is looked at, and the page around it."""
