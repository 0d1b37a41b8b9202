"""From what somebody says, types or writes to a request: nobody is asked here."""
