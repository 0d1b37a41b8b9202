"""Who answers at this moment: on call, the shared telephone, what is handed over."""
