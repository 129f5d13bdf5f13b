"""What every part of extraction reads of a text: tokens, paragraphs, quotations."""
