"""Reading and writing Excel and CSV files: rows of cells, no casework.

`reading.open_table` takes what offices send (xlsx, CSV in any usual encoding, either in a ZIP);
`writing.table_bytes` and `sealed.seal` make what leaves: Excel or CSV, locked with AES-256.
"""
