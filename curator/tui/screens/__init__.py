"""The screens: each composes widgets, listens to keys and asks the desk."""
