"""A document and the rules make assertions. Nothing of spaCy leaves this room."""
