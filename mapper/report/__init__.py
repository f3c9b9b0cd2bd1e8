"""What planning shows, as a document or a picture: made of the same numbers and words."""
