"""Files of texts: any common format, encoding and compression in, whole files out."""
