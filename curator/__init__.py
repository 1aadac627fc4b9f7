"""curator: evidence-backed rows on microRNAs and drug response, read from papers and judged by a person."""

__version__ = "0.1.0"
