"""Forms made from `Field`s: one editor per kind of question, and the page that asks them."""
