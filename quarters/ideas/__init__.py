"""What residents start themselves: from an idea to a group that stays. A resident runs it; a helper helps to begin, and never owns it."""
