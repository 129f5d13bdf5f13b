"""Archives of many documents: WARC and Parquet."""
