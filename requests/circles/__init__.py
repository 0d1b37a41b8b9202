"""What a team looks at together: cases that their people have agreed to share, an agenda from open worries, records of call-outs."""
