"""What is known of the SDKs, shown?  `entry` and `words` say it once; `table`, `page`, `plain` (JSON) and `document` show it."""
