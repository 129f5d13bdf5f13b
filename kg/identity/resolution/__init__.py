"""The mentions of a document resolved: which entity each of them means."""
