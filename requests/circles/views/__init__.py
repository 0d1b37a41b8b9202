"""Pages of a team, for its members and for the helpers of its district; and of a person, about what the team may see."""
