"""Many reports in files of many: each file, a shard, becomes a folder of Parquet tables, here or on a cluster."""
