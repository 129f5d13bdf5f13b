"""Where sources and contents begin and end: what was cut, left in or taken along is put right."""
