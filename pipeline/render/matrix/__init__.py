"""The compilation of comments and responses, from one model in Word, PDF and Excel."""
