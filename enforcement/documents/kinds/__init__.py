"""One folder per document: kind.toml says what it needs, body.typ and body.docx how it looks, sample.json shows one."""
