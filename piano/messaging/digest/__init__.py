"""What can wait, told together: once a day or once a week, in one mail to who wishes it so (docs/decisions/054)."""
