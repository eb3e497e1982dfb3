"""Lists made from `Field`s: a table model that fetches what is looked at, and the page around it."""
